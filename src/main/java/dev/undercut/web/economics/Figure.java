package dev.undercut.web.economics;

import dev.undercut.market.analysis.fit.Interval;
import org.jspecify.annotations.Nullable;

/**
 * One computed figure.
 *
 * @param name in JSON: {@code loss_share}
 * @param value not a number when there is none, infinite when it never comes
 * @param unit such as {@code USD/month}
 * @param means for people
 * @param says the value in words where a number does not say it, or null
 * @param interval in which it lies for reasons that are no input's, or null
 */
record Figure(
        String name,
        double value,
        String unit,
        String means,
        @Nullable String says,
        @Nullable Interval interval) {
    Figure(String name, double value, String unit, String means) {
        this(name, value, unit, means, null, null);
    }

    Figure(String name, double value, String unit, String means, @Nullable String says) {
        this(name, value, unit, means, says, null);
    }

    double low() {
        return interval == null ? value : Math.min(value, interval.low());
    }

    double high() {
        return interval == null ? value : Math.max(value, interval.high());
    }
}
