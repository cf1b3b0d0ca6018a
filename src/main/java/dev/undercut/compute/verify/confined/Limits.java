package dev.undercut.compute.verify.confined;

import java.time.Duration;

/**
 * What a confined process may use.
 *
 * @param whole the longest time for all of it; also its processor time
 * @param each the longest time for one test
 * @param memory bytes, of each process and of all together
 * @param processes at a time, threads included
 * @param file bytes of one file; all files together may have twice that
 * @param output bytes that it may write back
 */
public record Limits(
        Duration whole, Duration each, long memory, int processes, long file, int output) {
    private static final long MIB = 1024 * 1024;

    public Limits {
        if (whole.compareTo(Duration.ofSeconds(1)) < 0 || each.toMillis() < 1) {
            throw new IllegalArgumentException("at least a second for all, 1 ms for each");
        }
        if (memory < 64 * MIB || processes < 4 || file < 1 || output < 1) {
            throw new IllegalArgumentException("too little to start anything");
        }
    }

    /** Enough for tests of a function. */
    public static Limits usual() {
        return new Limits(
                Duration.ofSeconds(10), Duration.ofSeconds(3), 512 * MIB, 24, 8 * MIB, 256 * 1024);
    }

    /** Whole seconds, upwards. */
    long seconds() {
        return whole.plusMillis(999).toSeconds();
    }
}
