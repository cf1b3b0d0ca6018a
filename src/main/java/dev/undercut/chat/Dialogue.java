package dev.undercut.chat;

/**
 * Where a request stands in the conversation that it goes on with.
 *
 * @param opening a digest of what the conversation began with: the system's words, the tools and
 *     the first message of the user; the same for each of its turns
 * @param turns messages of the user so far, 1 or more
 * @param toolPending whether it brings the result of a tool, in the middle of the model's work
 */
public record Dialogue(String opening, int turns, boolean toolPending) {}
