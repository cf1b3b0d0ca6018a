package dev.undercut.market;

/** How capable a model is, as far as anybody knows. */
public sealed interface Capability {

    /** Nobody has measured it: it meets no floor. */
    record Unrated() implements Capability {
        private static final Unrated INSTANCE = new Unrated();
    }

    /**
     * A place on a capability scale.
     *
     * @param index points; on the market's scale GPT-4 of 2023-03-14 is 50 and 10 points are one
     *     logit
     * @param standardError the model's own error in points; zero where somebody states the index as
     *     given
     * @param scale which scale; indices of different scales are never compared
     * @param source where the figure comes from
     */
    record Rated(double index, double standardError, Scale scale, String source)
            implements Capability {
        public Rated {
            if (!Double.isFinite(index) || !(standardError >= 0)) {
                throw new IllegalArgumentException(
                        "a capability index is a finite number with an error of zero or more");
            }
        }

        /**
         * Whether {@link #probabilityAtLeast(double)} is at least that of the margin, without
         * computing it.
         *
         * @param margin from {@link Capability#margin}
         */
        public boolean reaches(double floor, double margin) {
            return index - floor >= margin * standardError;
        }

        /** The same for the difference of two. */
        public boolean reaches(Rated other, double margin) {
            double variance =
                    standardError * standardError + other.standardError * other.standardError;
            return index - other.index >= margin * Math.sqrt(variance);
        }

        /** The probability that the true index is at least {@code floor}, by the normal rule. */
        public double probabilityAtLeast(double floor) {
            return Normal.atLeast(index - floor, standardError);
        }

        /**
         * The probability that this is at least as capable as {@code other}, on the difference of
         * the two. Own errors are independent; the scale's error is shared and cancels.
         */
        public double probabilityAtLeast(Rated other) {
            return Normal.atLeast(
                    index - other.index, Math.hypot(standardError, other.standardError));
        }
    }

    /** Which yardstick an index stands on. */
    enum Scale {
        /** The market's scale, for real models. */
        MARKET,
        /** The sandbox's own scale, for simulated models; says nothing about a real one. */
        SANDBOX
    }

    /**
     * The standard errors by which an estimate must exceed a floor, so that the floor is met with
     * that probability.
     *
     * @param probability above 0, below 1
     */
    static double margin(double probability) {
        return Normal.quantile(probability);
    }

    /** The capability of a model that nobody has measured. */
    static Capability unrated() {
        return Unrated.INSTANCE;
    }
}
