package dev.undercut.compute.search;

import java.util.Comparator;

/** An answer in a tournament, with all candidates that gave it. */
final class Contestant {
    /** The best first: who won most, then whom most candidates gave, then who came first. */
    static final Comparator<Contestant> BY_RANK =
            Comparator.<Contestant>comparingInt(one -> -one.points)
                    .thenComparingInt(one -> -one.support)
                    .thenComparingInt(one -> one.trial);

    private final int trial;
    private final String text;
    private int support;
    private int points;

    Contestant(int trial, String text) {
        this.trial = trial;
        this.text = text;
    }

    int trial() {
        return trial;
    }

    String text() {
        return text;
    }

    /** One more candidate gave this answer. */
    void support() {
        support++;
    }

    /** Won so much more. */
    void score(int more) {
        points += more;
    }
}
