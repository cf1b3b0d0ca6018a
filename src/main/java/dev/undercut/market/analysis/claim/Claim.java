package dev.undercut.market.analysis.claim;

import dev.undercut.market.analysis.fit.Interval;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said, and when it would be true.
 *
 * @param id such as {@code G7}
 * @param quote in their words, or close to them
 * @param source who said it
 * @param query what to compute, see {@link ClaimQuery}
 * @param means what the figure is
 * @param holds figures for which it is true
 * @param condition what must be added for it to be true, or null
 * @param holdsIf figures for which it is true with that added, or null
 */
public record Claim(
        String id,
        String quote,
        String source,
        ClaimQuery query,
        String means,
        Interval holds,
        @Nullable String condition,
        @Nullable Interval holdsIf) {

    /**
     * Our figure for a claim.
     *
     * @param value null when the market's data do not suffice to compute one
     * @param interval in which it lies with 90 %, or null where it is exact
     */
    public record Figure(@Nullable Double value, @Nullable Interval interval) {
        /** A figure that is computed exactly from prices. */
        static Figure exact(double value) {
            return new Figure(value, null);
        }

        /** No figure. */
        static Figure none() {
            return new Figure(null, null);
        }
    }

    /**
     * What the figure says: {@code holds}, {@code holds if …}, {@code does not hold}, {@code cannot
     * be told}. It holds without more only when the whole interval lies where the claim is true; a
     * figure there whose interval reaches beyond holds if the figure is as estimated.
     */
    public String verdict(Figure figure) {
        Double value = figure.value();
        if (value == null) {
            return "cannot be told";
        }
        if (holds.contains(value)) {
            return isWithin(figure, holds)
                    ? "holds"
                    : "holds if the figure is as estimated: its interval reaches beyond";
        }
        if (condition != null && holdsIf != null && holdsIf.contains(value)) {
            return "holds if "
                    + condition
                    + (isWithin(figure, holdsIf)
                            ? ""
                            : ", and the figure is as estimated: its interval reaches beyond");
        }
        return touches(figure, holds)
                ? "does not hold by the estimate; its interval does not rule it out"
                : "does not hold";
    }

    private static boolean isWithin(Figure figure, Interval range) {
        Interval interval = figure.interval();
        return interval == null
                || (range.low() <= interval.low() && interval.high() <= range.high());
    }

    private static boolean touches(Figure figure, Interval range) {
        Interval interval = figure.interval();
        return interval != null && interval.low() <= range.high() && range.low() <= interval.high();
    }
}
