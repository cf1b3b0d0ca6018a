package dev.undercut.compute.verify;

import org.jspecify.annotations.Nullable;

/** Says whether or how far an answer is right. Safe for use by many threads; may block. */
public interface Verifier {
    /**
     * Its word on one answer.
     *
     * @param text the whole answer
     * @param answer what the extractor found in it, or null
     * @throws InterruptedException when the run no longer needs it
     */
    Finding verify(String text, @Nullable String answer) throws InterruptedException;

    /**
     * A verifier's word.
     *
     * @param passed whether it passes, or null where it only scores
     * @param score 0 to 1, or null where it only passes or fails
     * @param behaviour a {@code 1} or {@code 0} for each test, or null
     * @param feedback what is wrong, for a model that is to do better; may be empty
     */
    record Finding(
            @Nullable Boolean passed,
            @Nullable Double score,
            @Nullable String behaviour,
            String feedback) {}
}
