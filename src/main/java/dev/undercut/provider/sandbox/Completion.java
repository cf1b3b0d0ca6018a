package dev.undercut.provider.sandbox;

import java.util.List;

/**
 * The whole answer to a request before it is written down.
 *
 * @param created seconds since 1970
 */
record Completion(
        String id,
        long created,
        SandboxModel model,
        List<Choice> choices,
        long promptTokens,
        long cachedTokens) {

    Completion {
        choices = List.copyOf(choices);
    }

    long completionTokens() {
        return choices.stream().mapToLong(Choice::tokens).sum();
    }

    long reasoningTokens() {
        return choices.stream().mapToLong(Choice::reasoningTokens).sum();
    }

    /** The tokens of the longest choice: choices are written side by side. */
    long longest() {
        return choices.stream().mapToLong(Choice::tokens).max().orElse(0);
    }
}
