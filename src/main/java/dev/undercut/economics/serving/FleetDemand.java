package dev.undercut.economics.serving;

import dev.undercut.economics.Check;

/**
 * "Do we have enough compute for that?": users x tasks x samples x tokens to accelerators,
 * megawatts and capital.
 *
 * <pre>
 * tokens a second = users * tasks a day * samples * tokens / 86400
 * accelerators    = tokens a second * peak over average / (throughput * utilisation)
 * </pre>
 *
 * @param users who use it in a day
 * @param tasksPerDay of each
 * @param samplesPerTask tries for each task, 1 without test-time compute
 * @param tokensPerSample read and written
 * @param peakOverAverage demand of the busiest hour over the average one, 1 or more
 */
public record FleetDemand(
        double users,
        double tasksPerDay,
        double samplesPerTask,
        double tokensPerSample,
        double peakOverAverage) {
    private static final double SECONDS_A_DAY = 86_400;

    public FleetDemand {
        Check.positive("users", users);
        Check.positive("tasks-per-day", tasksPerDay);
        Check.within("samples", samplesPerTask, 1, 1e9);
        Check.positive("tokens-per-sample", tokensPerSample);
        Check.within("peak-over-average", peakOverAverage, 1, 100);
    }

    /** Tokens a second, on average over the day. */
    public double tokensPerSecond() {
        return users * tasksPerDay * samplesPerTask * tokensPerSample / SECONDS_A_DAY;
    }

    /** Accelerators that serve the busiest hour; a count that may be a fraction. */
    public double accelerators(Throughput<Tokens.Total> each, Utilisation utilisation) {
        return tokensPerSecond() * peakOverAverage / (each.tokensPerSecond() * utilisation.share());
    }

    /**
     * Nodes of a stage that serves so many tokens a day at a rate, evenly over the day: {@code
     * tokens / 86400 / rate}.
     */
    public static double nodes(double tokensPerDay, double tokensPerSecondPerNode) {
        Check.positive("tokens", tokensPerDay);
        Check.positive("rate", tokensPerSecondPerNode);
        return tokensPerDay / SECONDS_A_DAY / tokensPerSecondPerNode;
    }

    /**
     * Years until a fleet fits into a base, while each accelerator serves more every year and the
     * base grows: {@code ln(needed / base) / ln(growth of both)}.
     *
     * @param needed accelerators today
     * @param base accelerators there are for it
     * @param yearlyFactor growth of throughput times growth of the base over growth of demand
     * @return 0 when it fits today; infinite when the need does not shrink against the base
     */
    public static double yearsUntilItFits(double needed, double base, double yearlyFactor) {
        Check.positive("needed", needed);
        Check.positive("installed-base", base);
        Check.positive("growth", yearlyFactor);
        if (needed <= base) {
            return 0;
        }
        return yearlyFactor <= 1
                ? Double.POSITIVE_INFINITY
                : Math.log(needed / base) / Math.log(yearlyFactor);
    }
}
