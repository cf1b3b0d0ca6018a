package dev.undercut.economics.serving;

import dev.undercut.economics.Check;

/**
 * Tokens of one kind that one accelerator serves in a second, all users together.
 *
 * @param tokensPerSecond above 0
 * @param <K> which tokens are counted
 */
@SuppressWarnings("UnusedTypeParameter") // the compiler holds kinds of tokens apart by it
public record Throughput<K extends Tokens>(double tokensPerSecond) {
    public Throughput {
        Check.positive("throughput", tokensPerSecond);
    }

    /** A rate of several accelerators, for each of them. */
    public static <K extends Tokens> Throughput<K> each(double tokensPerSecond, int accelerators) {
        Check.atLeast("accelerators", accelerators, 1);
        return new Throughput<>(tokensPerSecond / accelerators);
    }
}
