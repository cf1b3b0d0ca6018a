package dev.undercut.compute;

import java.util.SplittableRandom;

/** A run's chance: one generator for each draw, so that no draw depends on what ran before it. */
public final class Chance {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Chance() {}

    /**
     * The generator of one trial.
     *
     * @param seed the run's
     * @param trial the trial's number
     */
    public static SplittableRandom of(long seed, int trial) {
        return new SplittableRandom(mixed(seed ^ mixed((trial + 1) * GOLDEN)));
    }

    /** MurmurHash3's 64-bit finaliser, in Stafford's variant 13. */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
