package dev.undercut.compute.replay;

import dev.undercut.compute.replay.Family.Point;
import dev.undercut.compute.replay.Family.Verified;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Accuracy against dollars of sampling, voting, tree and Monte Carlo tree search on recorded
 * samples.
 *
 * @param points the curves, with intervals
 * @param contests who is ahead at equal dollars
 * @param peaks where each way is best
 * @param notes what to know when reading it
 */
public record Curve(
        List<CurvePoint> points, List<Contest> contests, List<Peak> peaks, List<String> notes) {
    private static final int BUDGETS = 8;

    /** A lead below this is none. */
    private static final double LEVEL = 0.001;

    /** Budgets as near as this, as a share, are one. */
    private static final double SAME = 0.01;

    public Curve {
        points = List.copyOf(points);
        contests = List.copyOf(contests);
        peaks = List.copyOf(peaks);
        notes = List.copyOf(notes);
    }

    /**
     * A point of a curve.
     *
     * @param model that answers
     * @param method best-of, vote, tree or mcts
     * @param verifier checker, score or none
     * @param n samples at most
     * @param usd for one question, the mean
     * @param accuracy 0 to 1
     * @param low end of its 95 % interval
     * @param high end of it
     */
    public record CurvePoint(
            String dataset,
            String model,
            String method,
            String verifier,
            int n,
            double usd,
            double accuracy,
            double low,
            double high) {}

    /**
     * Who is ahead when all may spend the same.
     *
     * @param usd for one question
     * @param verifier what all of them have to tell a right answer
     * @param winner the most accurate; where they are level the simplest
     * @param second the most accurate of another model or method
     * @param low end of the 95 % interval of the winner's lead
     * @param high end of it
     */
    public record Contest(
            String dataset,
            double usd,
            String verifier,
            CurvePoint winner,
            CurvePoint second,
            double low,
            double high) {
        /** Whether the lead is more than chance, and more than a tenth of a point. */
        public boolean clear() {
            return low > 0 && winner.accuracy() - second.accuracy() > LEVEL;
        }
    }

    /**
     * Where a way is best.
     *
     * @param best the cheapest of its most accurate points
     * @param last the dearest that was recorded
     */
    public record Peak(CurvePoint best, CurvePoint last) {
        /** Whether more money made it worse. */
        public boolean falls() {
            return last.accuracy() < best.accuracy();
        }
    }

    /**
     * What it is computed with.
     *
     * @param price of recorded tokens
     * @param resamples of the bootstrap, 100 or more
     * @param seed of all chance
     */
    public record Terms(Price price, int resamples, long seed) {}

    /**
     * Of all data sets of a folder.
     *
     * @throws IOException when there are none or one is broken
     */
    public static Curve of(Recordings recordings, Terms terms) throws IOException {
        Curve all = new Curve(List.of(), List.of(), List.of(), List.of());
        for (String name : recordings.names()) {
            all = all.with(of(recordings.read(name), terms));
        }
        return all;
    }

    private Curve with(Curve more) {
        return new Curve(
                joined(points, more.points),
                joined(contests, more.contests),
                joined(peaks, more.peaks),
                joined(notes, more.notes));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static Curve of(Recorded set, Terms terms) {
        Families.Found found = Families.of(set, terms.price(), terms.seed());
        if (found.families().isEmpty()) {
            return new Curve(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(set.name() + ": one answer a question, so there is no curve."));
        }
        Drawing drawing =
                new Drawing(
                        set.name(),
                        found.families(),
                        new Bootstrap(found.questions(), terms.resamples(), terms.seed()));
        List<Contest> contests = drawing.contests();
        List<String> notes = new ArrayList<>(Standings.of(set.name(), contests));
        notes.addAll(notes(set, found));
        return new Curve(drawing.points(), contests, drawing.peaks(), notes);
    }

    private static List<String> notes(Recorded set, Families.Found found) {
        List<String> notes = new ArrayList<>();
        if (!found.measured()) {
            notes.add(
                    set.name()
                            + ": no tokens were recorded; cost is out_chars/4 tokens of output,"
                            + " prompts not counted.");
        }
        notes.add(
                set.name()
                        + ": mcts was told recorded samples in their order, none of which was made"
                        + " better by feedback: what refining adds is not in it.");
        return notes;
    }

    /** One data set's. */
    private record Drawing(String dataset, List<Family> families, Bootstrap bootstrap) {
        List<CurvePoint> points() {
            List<CurvePoint> points = new ArrayList<>();
            for (Family family : families) {
                int most = family.points().getLast().n();
                List<Integer> shown = Ladder.of(most);
                boolean few = family.points().size() < most;
                for (Point point : family.points()) {
                    if (few || shown.contains(point.n())) {
                        points.add(point(family, point));
                    }
                }
            }
            return points;
        }

        List<Peak> peaks() {
            return families.stream()
                    .map(family ->
                            new Peak(
                                    point(family, family.peak()),
                                    point(family, family.points().getLast())))
                    .toList();
        }

        List<Contest> contests() {
            List<Contest> contests = new ArrayList<>();
            for (Verified verifier : Verified.values()) {
                List<Family> rivals =
                        families.stream().filter(f -> f.verifier() == verifier).toList();
                for (double usd : budgets(rivals)) {
                    contest(rivals, verifier, usd, contests);
                }
            }
            return contests;
        }

        private void contest(
                List<Family> rivals, Verified verifier, double usd, List<Contest> contests) {
            List<Family> ranked =
                    rivals.stream()
                            .filter(family -> family.affordable(usd))
                            .sorted(
                                    Comparator.<Family>comparingLong(
                                                    f -> -Math.round(f.at(usd).accuracy() / LEVEL))
                                            .thenComparingInt(Family::simplicity)
                                            .thenComparing(Family::name))
                            .toList();
            if (ranked.size() < 2) {
                return;
            }
            Family first = ranked.get(0);
            Family second = ranked.get(1);
            Bootstrap.Interval lead =
                    bootstrap.ofDifference(first.at(usd).right(), second.at(usd).right());
            contests.add(
                    new Contest(
                            dataset,
                            usd,
                            said(verifier),
                            point(first, first.at(usd)),
                            point(second, second.at(usd)),
                            lead.low(),
                            lead.high()));
        }

        /** Where a way begins; and from one sample to all that was recorded, in equal factors. */
        private static List<Double> budgets(List<Family> rivals) {
            double low = Double.MAX_VALUE;
            double high = 0;
            TreeSet<Double> wanted = new TreeSet<>();
            for (Family family : rivals) {
                low = Math.min(low, family.points().getFirst().usd());
                high = Math.max(high, family.points().getLast().usd());
                wanted.add(family.points().getFirst().usd());
            }
            for (int i = 0; i < BUDGETS && low > 0; i++) {
                wanted.add(low * StrictMath.pow(high / low, (double) i / (BUDGETS - 1)));
            }
            List<Double> budgets = new ArrayList<>();
            for (double usd : wanted) {
                // Of neighbours the dearer: what begins there must be affordable.
                if (!budgets.isEmpty() && budgets.getLast() > usd * (1 - SAME)) {
                    budgets.removeLast();
                }
                budgets.add(usd);
            }
            return budgets;
        }

        private CurvePoint point(Family family, Point point) {
            Bootstrap.Interval interval = bootstrap.of(point.right());
            return new CurvePoint(
                    dataset,
                    family.model(),
                    family.method(),
                    said(family.verifier()),
                    point.n(),
                    point.usd(),
                    point.accuracy(),
                    interval.low(),
                    interval.high());
        }

        private static String said(Verified verifier) {
            return switch (verifier) {
                case CHECKER -> "checker";
                case SCORE -> "score";
                case NONE -> "none";
            };
        }
    }
}
