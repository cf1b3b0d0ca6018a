package dev.undercut.compute.search;

import dev.undercut.compute.Outcome;
import java.util.Locale;

/** A partial solution in a tree of thoughts, and the votes on it. */
final class Thought {
    private final String text;
    private final int proposal;
    private int sure;
    private int likely;
    private int impossible;

    /**
     * An unvalued one.
     *
     * @param text all steps so far, one a line
     * @param proposal the trial that proposed its last step
     */
    Thought(String text, int proposal) {
        this.text = text;
        this.proposal = proposal;
    }

    String text() {
        return text;
    }

    int proposal() {
        return proposal;
    }

    /** Counts a vote; one that cannot be read is none. */
    void vote(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            String said = answered.answer() == null ? lastLine(answered.text()) : answered.answer();
            switch (said.strip().toLowerCase(Locale.ROOT)) {
                case "sure" -> sure++;
                case "likely" -> likely++;
                case "impossible" -> impossible++;
                default -> {
                    // It abstains.
                }
            }
        }
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce("", (before, line) -> line);
    }

    double value() {
        return Beam.value(sure, likely, impossible);
    }
}
