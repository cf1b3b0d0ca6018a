package dev.undercut.compute;

import org.jspecify.annotations.Nullable;

/** What came of a trial. */
public sealed interface Outcome {
    /**
     * It was answered.
     *
     * @param text the whole answer
     * @param answer what the extractor found in it, normalised for comparing, or null when it found
     *     nothing: such a candidate abstains
     * @param score how good a verifier found it, 0 to 1, or null when none scored it
     * @param passed whether a checker passed it, or null when none checked it
     * @param behaviour which tests it passed, a {@code 1} or {@code 0} for each, or null
     * @param feedback what the verifier said of it; may be empty
     */
    record Answered(
            String text,
            @Nullable String answer,
            @Nullable Double score,
            @Nullable Boolean passed,
            @Nullable String behaviour,
            String feedback)
            implements Outcome {

        public Answered {
            if (score != null && !(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score is 0 to 1, not " + score);
            }
        }

        /** Neither scored nor checked. */
        public static Answered plain(String text, @Nullable String answer) {
            return new Answered(text, answer, null, null, null, "");
        }
    }

    /** It came to nothing: a failed candidate, never an empty answer. */
    record Failed(Reason reason) implements Outcome {}

    /** Why a trial came to nothing. */
    enum Reason {
        /** Every offer failed. */
        ERROR,
        /** The answer was cut by an output limit. */
        TRUNCATED,
        /** The model declined to answer. */
        DECLINED,
        /** A judge's answer could not be read. */
        UNREADABLE,
        /** The run's budget did not allow the call. */
        UNAFFORDABLE,
        /** It no longer mattered. */
        CANCELLED
    }
}
