package dev.undercut.tokens;

/**
 * How many tokens a prompt is.
 *
 * @param count tokens
 * @param exact whether they were counted with the model's own tokeniser
 */
public record InputTokens(long count, boolean exact) {}
