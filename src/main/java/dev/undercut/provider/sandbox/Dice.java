package dev.undercut.provider.sandbox;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Randomness that is a pure function of what it depends on: the same causes, the same dice. */
final class Dice {

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Dice() {}

    /** A well-mixed hash of all causes, in order. */
    static long hash(long... causes) {
        long hash = 0x9e3779b97f4a7c15L;
        for (long cause : causes) {
            hash = mix(hash ^ mix(cause + 0x9e3779b97f4a7c15L)) + FNV_PRIME;
        }
        return mix(hash);
    }

    /** A hash of the text (FNV-1a over its UTF-16 units, mixed). */
    static long hash(CharSequence text) {
        long hash = FNV_START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** Dice of their own for each hash. */
    static RandomGenerator of(long hash) {
        return new SplittableRandom(hash);
    }

    /** A standard normal number that belongs to this hash. */
    static double normal(long hash) {
        return of(hash).nextGaussian();
    }

    /** The finaliser of MurmurHash3 with Stafford's constants (variant 13). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
