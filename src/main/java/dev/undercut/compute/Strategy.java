package dev.undercut.compute;

/**
 * How to search: a strategy with its parameters, checked. The models, the verifier and the budget
 * stand beside it in the run. The letters are those of the strategies' descriptions in
 * docs/COMPUTE.md.
 */
public sealed interface Strategy {
    /** The most trials that any strategy may be asked for. */
    int MOST = 5_000;

    /** The name as clients write it. */
    String name();

    /** At most so many trials that answer the question (judges and tests come on top). */
    int n();

    /**
     * A. Samples until a checker passes one; if none does, the best score, then the majority.
     *
     * @param wave so many at a time
     */
    record BestOf(int n, int wave) implements Strategy {
        @Override
        public String name() {
            return "best";
        }
    }

    /** B and C. Self-consistency: the answer that most samples give, stopped by a rule. */
    record Vote(int n, StopRule stop) implements Strategy {
        @Override
        public String name() {
            return "vote";
        }
    }

    /** D. The best-scored answer, or the answer with the largest sum of scores. */
    record Score(int n, boolean weighted) implements Strategy {
        @Override
        public String name() {
            return "score";
        }
    }

    /**
     * E. A judge compares answers in pairs, in both orders.
     *
     * @param judge which of the run's models judges, from 0
     * @param comparisons of each pair, odd
     * @param league each answer meets {@code min(n - 1, 4)} others instead of a knock-out
     */
    record Tournament(int n, int judge, int comparisons, boolean league) implements Strategy {
        @Override
        public String name() {
            return "judge";
        }
    }

    /**
     * F. Mixture: layers of proposers, each seeing the previous layer's answers, and an aggregator.
     * All models but the aggregator propose, one answer each a layer; {@code n} is their sum.
     *
     * @param layers of proposers, 1 or more
     * @param proposers models 0 to proposers - 1
     * @param aggregator which model writes the answer
     */
    record Mix(int layers, int proposers, int aggregator) implements Strategy {
        @Override
        public String name() {
            return "mix";
        }

        @Override
        public int n() {
            return layers * proposers + 1;
        }
    }

    /**
     * G. Cascade: models from cheap to dear; the first so many at once, accepted if they agree, a
     * checker passes one or one scores enough; else one further model at a time.
     *
     * @param models in the run's order, cheapest first
     * @param first asked at once
     * @param acceptAt a score from which an answer is accepted, 0 to 1
     */
    record Cascade(int models, int first, double acceptAt) implements Strategy {
        @Override
        public String name() {
            return "cascade";
        }

        @Override
        public int n() {
            return models;
        }
    }

    /**
     * H. Tree of thoughts: breadth-first beam over partial solutions.
     *
     * @param breadth partial solutions kept a level
     * @param depth levels
     * @param children proposed from each
     * @param values votes on each child's worth
     */
    record Tree(int breadth, int depth, int children, int values) implements Strategy {
        @Override
        public String name() {
            return "tree";
        }

        @Override
        public int n() {
            return 1 + (depth - 1) * breadth;
        }
    }

    /**
     * I. Monte Carlo tree search over whole answers with UCT and virtual loss.
     *
     * @param models actions at each node
     * @param exploration UCT's c
     * @param perAction expansions of a leaf for each model
     */
    record Mcts(int n, int models, double exploration, int perAction) implements Strategy {
        @Override
        public String name() {
            return "mcts";
        }
    }

    /**
     * J. AB-MCTS-A: adaptive branching by Thompson sampling, over several models.
     *
     * @param models from which each new answer's model is drawn
     * @param posterior of scores
     */
    record AbMcts(int n, int models, Posterior posterior) implements Strategy {
        @Override
        public String name() {
            return "abmcts";
        }
    }

    /**
     * CodeT: groups programs by which generated tests they pass.
     *
     * @param tests so many generated
     */
    record CodeT(int n, int tests) implements Strategy {
        @Override
        public String name() {
            return "codet";
        }
    }

    /**
     * Probes with a few samples, then does what their spread and the request's verifier allow.
     *
     * @param n at most, before the verifier's strength caps it
     * @param probe so many samples at first
     * @param models the run has
     * @param verifier how far to trust it
     */
    record Auto(int n, int probe, int models, Trust verifier) implements Strategy {
        @Override
        public String name() {
            return "auto";
        }
    }

    /** When a vote stops before its cap. That no vote can change the winner always stops it. */
    sealed interface StopRule {
        /** At the cap. */
        record AtCap() implements StopRule {}

        /**
         * When the leader is more likely than not the mode, under a Beta posterior of the two
         * leading counts (Aggarwal et al., arXiv 2305.11860).
         *
         * @param confidence above 0.5, below 1
         */
        record Beta(double confidence) implements StopRule {}

        /** When a whole window of so many samples agrees (Li et al., arXiv 2401.10480). */
        record Window(int size) implements StopRule {}
    }

    /** What scores are thought to be drawn from. */
    enum Posterior {
        /** Normal with unknown mean and variance. */
        GAUSSIAN,
        /** Beta, from Jeffreys' prior. */
        BETA
    }

    /** How far a verifier's word can be trusted; caps how many samples it may choose from. */
    enum Trust {
        /** There is none. */
        NONE,
        /** A judge or generated tests: choosing from many over-optimises it. */
        WEAK,
        /** A checker that is right whenever it passes an answer. */
        STRONG
    }
}
