package dev.undercut.market.analysis.fit;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits of which some are not over yet. Leaving those out would flatter: the newest are the ones
 * that have had no time to grow long.
 */
public final class Waits {
    private static final int LEAST = 3;
    private static final int STEPS = 100;
    private static final double NORMAL_90 = 1.6448536269514722;

    private final List<Wait> waits;

    /**
     * One wait.
     *
     * @param start when it began, in years from any origin
     * @param days how long it took, or has taken so far
     * @param over whether it is over
     */
    public record Wait(double start, double days, boolean over) {}

    /** By what factor waits change from one year to the next, with 90 %. */
    public record Change(double factorPerYear, Interval interval90) {}

    /** Takes them in any order. */
    public Waits(List<Wait> waits) {
        this.waits =
                waits.stream()
                        .sorted(
                                Comparator.comparingDouble(Wait::days)
                                        .thenComparing(wait -> !wait.over()))
                        .toList();
    }

    private long over() {
        return waits.stream().filter(Wait::over).count();
    }

    /**
     * The days after which half are over, by the product-limit estimate (Kaplan and Meier, 1958);
     * NaN when it is not known yet.
     */
    public double median() {
        double waiting = 1;
        for (int i = 0; i < waits.size(); i++) {
            if (waits.get(i).over()) {
                waiting *= 1 - 1.0 / (waits.size() - i);
                if (waiting <= 0.5 + 1e-12) {
                    return waits.get(i).days();
                }
            }
        }
        return Double.NaN;
    }

    /**
     * By what factor the expected wait changes from one year to the next: a log-linear hazard
     * (exponential regression with censoring; Feigl and Zelen, 1965), by Newton's method. The
     * interval is Wald's.
     *
     * @return null with fewer than three that are over, or when they tell nothing
     */
    public @Nullable Change change() {
        double mean = waits.stream().mapToDouble(Wait::start).average().orElse(0);
        double total = waits.stream().mapToDouble(Wait::days).sum();
        if (over() < LEAST || total <= 0) {
            return null;
        }
        double level = Math.log(over() / total);
        double slope = 0;
        double information = 0;
        for (int step = 0; step < STEPS; step++) {
            double push = 0;
            double tilt = 0;
            double one = 0;
            double x1 = 0;
            double x2 = 0;
            for (Wait wait : waits) {
                double x = wait.start() - mean;
                double expected = wait.days() * Math.exp(level + slope * x);
                double off = (wait.over() ? 1 : 0) - expected;
                push += off;
                tilt += off * x;
                one += expected;
                x1 += expected * x;
                x2 += expected * x * x;
            }
            double determinant = one * x2 - x1 * x1;
            if (!(determinant > 1e-12)) {
                return null;
            }
            level += Math.clamp((push * x2 - tilt * x1) / determinant, -1, 1);
            slope += Math.clamp((tilt * one - push * x1) / determinant, -1, 1);
            information = determinant / one;
        }
        double margin = NORMAL_90 / Math.sqrt(information);
        return new Change(
                Math.exp(-slope),
                new Interval(Math.exp(-slope - margin), Math.exp(-slope + margin)));
    }
}
