package dev.undercut.compute;

import java.util.List;

/** What a trial asks for. {@code Prompts} puts it into words. */
public sealed interface Ask {
    /** The client's own request, as it came. */
    record Solve() implements Ask {}

    /**
     * A better answer than an earlier one.
     *
     * @param answer the earlier answer, whole
     * @param feedback what a verifier said of it; may be empty
     */
    record Refine(String answer, String feedback) implements Ask {}

    /**
     * One answer out of several.
     *
     * @param answers what others answered, in order
     */
    record Fuse(List<String> answers) implements Ask {
        public Fuse {
            answers = List.copyOf(answers);
        }
    }

    /** Which of two answers is better: the outcome's answer is {@code A} or {@code B}. */
    record Compare(String first, String second) implements Ask {}

    /** How good an answer is: the outcome's score, 0 to 1. */
    record Rate(String answer) implements Ask {}

    /**
     * Next steps for a partial solution: the outcome's text holds one a line.
     *
     * @param partial the solution so far; empty at the start
     * @param count how many steps
     */
    record Propose(String partial, int count) implements Ask {}

    /** Whether a partial solution can still be right: sure, likely or impossible. */
    record Value(String partial) implements Ask {}

    /** Tests for a program that does what the client asks, one assertion a line. */
    record WriteTests(int count) implements Ask {}

    /**
     * Which of these tests a program passes. No model is called; the outcome's behaviour has a
     * {@code 1} or {@code 0} for each.
     */
    record Execute(String program, List<String> tests) implements Ask {
        public Execute {
            tests = List.copyOf(tests);
        }
    }
}
