package dev.undercut.economics.plan;

import dev.undercut.economics.Check;

/**
 * How the cost of serving a user moves: {@code c(t) = c0 * (growth / fall)^t}, t in years.
 *
 * @param fall by what the cost of a token is divided in a year, above 0
 * @param growth by what the tokens of a user are multiplied in a year, above 0
 */
public record CostPath(double fall, double growth) {
    public CostPath {
        Check.positive("fall", fall);
        Check.positive("growth", growth);
    }

    /** What everything costs after so many years, over today. */
    public double factor(double years) {
        return Math.pow(growth / fall, years);
    }

    /**
     * When a cost has fallen to a bound: {@code ln(c0 / K) / (ln d - ln g)} years; never if growth
     * outruns the fall; already if it is there.
     *
     * @param cost today, above 0
     * @param bound to reach
     */
    public Reached reaches(double cost, double bound) {
        Check.positive("cost", cost);
        if (cost <= bound) {
            return new Reached.Already();
        }
        if (bound <= 0 || growth >= fall) {
            return new Reached.Never();
        }
        return new Reached.After(Math.log(cost / bound) / (Math.log(fall) - Math.log(growth)));
    }

    /** When something comes. */
    public sealed interface Reached {
        /** It is so today. */
        record Already() implements Reached {}

        /** In so many years, above 0. */
        record After(double years) implements Reached {}

        /** Not if things go on like this. */
        record Never() implements Reached {}

        /** Years from today: 0 when it is so already, infinite when never. */
        default double years() {
            return switch (this) {
                case Already already -> 0;
                case After(double years) -> years;
                case Never never -> Double.POSITIVE_INFINITY;
            };
        }
    }
}
