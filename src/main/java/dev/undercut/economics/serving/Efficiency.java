package dev.undercut.economics.serving;

import dev.undercut.economics.Check;

/**
 * How much of the hardware's peak a server reaches.
 *
 * @param mfu share of the dense peak operations, above 0, up to 1
 * @param bandwidth share of the memory bandwidth, above 0, up to 1
 * @param overheadSeconds added to every step of decoding
 */
public record Efficiency(double mfu, double bandwidth, double overheadSeconds) {
    /** The hardware's limit. */
    public static final Efficiency PEAK = new Efficiency(1, 1, 0);

    public Efficiency {
        Check.positiveShare("mfu", mfu);
        Check.positiveShare("bandwidth-share", bandwidth);
        Check.notNegative("overhead", overheadSeconds);
    }
}
