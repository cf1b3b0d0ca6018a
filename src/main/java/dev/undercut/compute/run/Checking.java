package dev.undercut.compute.run;

import dev.undercut.compute.verify.Extractor;
import dev.undercut.compute.verify.Verifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How answers of a run are read and judged.
 *
 * @param extractor finds the answer in a text
 * @param verifier checks or scores it, or null for none
 * @param judge which model scores it instead, or null
 * @param executor runs programs against tests, or null where no strategy needs it
 */
public record Checking(
        Extractor extractor,
        @Nullable Verifier verifier,
        @Nullable Integer judge,
        @Nullable Executor executor) {

    /** Runs a program against tests, confined. */
    @FunctionalInterface
    public interface Executor {
        /**
         * A {@code 1} or {@code 0} for each test.
         *
         * @throws InterruptedException when the run no longer needs it
         */
        String behaviour(String program, List<String> tests) throws InterruptedException;
    }
}
