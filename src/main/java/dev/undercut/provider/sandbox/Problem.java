package dev.undercut.provider.sandbox;

/**
 * A generated question without its answer: whoever wants to check answers computes them.
 *
 * @param kind such as {@code arithmetic}, {@code game-of-24} or {@code trains}
 * @param text the question
 * @param difficulty in logits; a model of the same ability is right half of the time
 */
public record Problem(String kind, String text, double difficulty) {}
