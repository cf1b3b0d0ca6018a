package dev.undercut.compute.search;

import org.jspecify.annotations.Nullable;

/**
 * Two contestants compared a number of times, the order swapped each time. It is settled as soon as
 * the comparisons that are left cannot change who has won more.
 */
final class Match {
    private final Contestant home;
    private final Contestant away;
    private int left;
    private int underWay;
    private int asked;
    private int homeWins;
    private int awayWins;

    Match(Contestant home, Contestant away, int comparisons) {
        this.home = home;
        this.away = away;
        this.left = comparisons;
    }

    /** One comparison of the match, in one order. */
    record Comparison(Match match, boolean swapped, boolean again) {
        Contestant first() {
            return swapped ? match.away : match.home;
        }

        Contestant second() {
            return swapped ? match.home : match.away;
        }

        /** The same once more, after an answer that could not be read. */
        Comparison repeated() {
            return new Comparison(match, swapped, true);
        }

        /** Who won it; null when nobody can tell. */
        void won(@Nullable Contestant winner) {
            match.underWay--;
            match.left--;
            if (winner == match.home) {
                match.homeWins++;
            } else if (winner == match.away) {
                match.awayWins++;
            }
        }
    }

    /** Whether a further comparison is needed now; fewer than that could not settle it. */
    boolean wantsMore() {
        int lead = Math.abs(homeWins - awayWins);
        int fewest = Math.min(left, (left - lead) / 2 + 1);
        return !settled() && underWay < fewest;
    }

    /** The next comparison. */
    Comparison compare() {
        underWay++;
        return new Comparison(this, asked++ % 2 == 1, false);
    }

    boolean settled() {
        return left == 0 || Math.abs(homeWins - awayWins) > left;
    }

    /** Who won more; null at a draw. */
    @Nullable Contestant winner() {
        if (homeWins == awayWins) {
            return null;
        }
        return homeWins > awayWins ? home : away;
    }

    Contestant home() {
        return home;
    }

    Contestant away() {
        return away;
    }
}
