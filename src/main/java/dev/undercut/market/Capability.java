package dev.undercut.market;

/** How capable a model is, as far as anybody knows. */
public sealed interface Capability {

    /** Nobody has measured it: it meets no floor. */
    record Unrated() implements Capability {
        private static final Unrated INSTANCE = new Unrated();
    }

    /**
     * A place on a capability scale, for one effort level of a model.
     *
     * @param index points; on the market's scale GPT-4 of 2023-03-14 is 50 and 10 points are one
     *     logit
     * @param ownError the place's own standard error in points, independent of other places; zero
     *     where somebody states the index as given
     * @param scaleError what the scale itself leaves open, shared with the other places
     * @param provisional whether it rests on little: fewer than three families of benchmarks, or
     *     other effort levels only
     * @param scale which scale; indices of different scales are never compared
     * @param source where the figure comes from
     */
    record Rated(
            double index,
            double ownError,
            ScaleError scaleError,
            boolean provisional,
            Scale scale,
            String source)
            implements Capability {
        public Rated {
            if (!Double.isFinite(index) || !(ownError >= 0)) {
                throw new IllegalArgumentException(
                        "a capability index is a finite number with an error of zero or more");
            }
        }

        /** An index with an error of its own only, as somebody states it. */
        public Rated(double index, double ownError, Scale scale, String source) {
            this(index, ownError, ScaleError.NONE, false, scale, source);
        }

        /** The full standard error against a number: own error and scale error, in points. */
        public double standardError() {
            return Math.sqrt(ownError * ownError + scaleError.variance());
        }

        /** The standard error of the difference of the two, in points. */
        public double errorAgainst(Rated other) {
            return Math.sqrt(
                    ownError * ownError
                            + other.ownError * other.ownError
                            + other.scaleError.varianceOfDifference(scaleError));
        }

        /**
         * Whether {@link #probabilityAtLeast(double)} is at least that of the margin, without
         * computing it.
         *
         * @param margin from {@link Capability#margin}
         */
        public boolean reaches(double floor, double margin) {
            double lead = index - floor;
            return (lead >= 0 || margin < 0) && lead >= margin * standardError();
        }

        /** The same for the difference of two. */
        public boolean reaches(Rated other, double margin) {
            double lead = index - other.index;
            return (lead >= 0 || margin < 0) && lead >= margin * errorAgainst(other);
        }

        /** The probability that the true index is at least {@code floor}, by the normal rule. */
        public double probabilityAtLeast(double floor) {
            return Normal.atLeast(index - floor, standardError());
        }

        /**
         * The probability that this is at least as capable as {@code other}, on the difference of
         * the two. Own errors are independent; of the scale's error only what does not cancel
         * counts.
         */
        public double probabilityAtLeast(Rated other) {
            return Normal.atLeast(index - other.index, errorAgainst(other));
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
