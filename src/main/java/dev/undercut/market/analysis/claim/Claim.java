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
     * @param interval in which it lies with 90 %, or its range, or null where it is exact
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

    /** What the figure says: {@code holds}, {@code holds if …}, {@code does not hold}. */
    public String verdict(Figure figure) {
        Double value = figure.value();
        if (value == null) {
            return "cannot be told";
        }
        if (holds.contains(value)) {
            return "holds";
        }
        if (condition != null && holdsIf != null && holdsIf.contains(value)) {
            return "holds if " + condition;
        }
        return "does not hold";
    }
}
