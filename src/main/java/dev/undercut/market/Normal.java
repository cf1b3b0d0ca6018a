package dev.undercut.market;

/** The normal distribution, as far as floors need it. */
final class Normal {
    private Normal() {}

    /** P(X >= 0) for X normal with that mean and standard error; with error 0, 1 when mean >= 0. */
    static double atLeast(double mean, double standardError) {
        if (standardError == 0) {
            return mean >= 0 ? 1 : 0;
        }
        return cumulative(mean / standardError);
    }

    /**
     * The z below which a standard normal variable lies with that probability, by bisection of
     * {@link #cumulative}; exact to about 1e-9 of its error.
     *
     * @param probability above 0, below 1
     */
    static double quantile(double probability) {
        double low = -9;
        double high = 9;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * The cumulative distribution function, absolute error below 1.5e-7: Abramowitz and Stegun,
     * Handbook of Mathematical Functions, formula 7.1.26 for erf.
     */
    static double cumulative(double z) {
        double x = Math.abs(z) / Math.sqrt(2);
        double t = 1 / (1 + 0.3275911 * x);
        double poly =
                t
                        * (0.254829592
                                + t
                                        * (-0.284496736
                                                + t
                                                        * (1.421413741
                                                                + t
                                                                        * (-1.453152027
                                                                                + t
                                                                                        * 1.061405429))));
        double erf = 1 - poly * Math.exp(-x * x);
        return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
    }
}
