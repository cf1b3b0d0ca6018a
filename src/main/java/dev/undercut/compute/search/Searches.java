package dev.undercut.compute.search;

import dev.undercut.compute.Search;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Strategy.StopRule;
import java.util.Optional;

/** Puts strategies to work. */
public final class Searches {
    private Searches() {}

    /**
     * A strategy at work on one question, answered by the first model alone unless the strategy
     * says which models it uses.
     *
     * @param seed all its chance comes from this
     * @throws IllegalArgumentException when {@link #fault} finds one
     */
    public static Search begin(Strategy strategy, long seed) {
        return begin(strategy, 1, seed);
    }

    /**
     * A strategy at work on one question. When it asks nothing and nothing is under way without
     * having decided, every candidate has failed.
     *
     * @param answering so many of the run's models answer in turn, 1 or more, in the strategies
     *     that sample one question again and again: samples of several models err less alike.
     *     Strategies that say which models they use do not heed it.
     * @param seed all its chance comes from this
     * @throws IllegalArgumentException when {@link #fault} finds one
     */
    public static Search begin(Strategy strategy, int answering, long seed) {
        fault(strategy)
                .ifPresent(fault -> {
                    throw new IllegalArgumentException(fault);
                });
        if (answering < 1) {
            throw new IllegalArgumentException("no model answers");
        }
        return new Running(
                switch (strategy) {
                    case Strategy.BestOf best -> new Sampling(best, answering);
                    case Strategy.Vote vote -> new Voting(vote, answering);
                    case Strategy.Score score -> new Scoring(score, answering);
                    case Strategy.Tournament judge -> new Judging(judge, answering, seed);
                    case Strategy.Mix mix -> new Mixing(mix);
                    case Strategy.Cascade cascade -> new Cascading(cascade);
                    case Strategy.Tree tree -> new Thinking(tree);
                    case Strategy.Mcts mcts -> new Climbing(mcts);
                    case Strategy.AbMcts abMcts -> new Branching(abMcts, seed);
                    case Strategy.CodeT codeT -> new Grouping(codeT, answering);
                    case Strategy.Auto auto -> new Probing(auto, seed);
                });
    }

    /**
     * What is wrong with a strategy's parameters, in words for whoever set them; empty when none.
     */
    public static Optional<String> fault(Strategy strategy) {
        if (strategy.n() < 1 || strategy.n() > Strategy.MOST) {
            return Optional.of("n is 1 to " + Strategy.MOST + ", not " + strategy.n());
        }
        return Optional.of(
                        switch (strategy) {
                            case Strategy.BestOf best -> within("wave", best.wave());
                            case Strategy.Vote vote -> stop(vote.stop());
                            case Strategy.Score score -> "";
                            case Strategy.Tournament judge -> judge(judge);
                            case Strategy.Mix mix -> mix(mix);
                            case Strategy.Cascade cascade -> cascade(cascade);
                            case Strategy.Tree tree -> tree(tree);
                            case Strategy.Mcts mcts -> mcts(mcts);
                            case Strategy.AbMcts abMcts -> within("models", abMcts.models());
                            case Strategy.CodeT codeT -> within("tests", codeT.tests());
                            case Strategy.Auto auto ->
                                    either(
                                            within("probe", auto.probe()),
                                            within("models", auto.models()));
                        })
                .filter(fault -> !fault.isEmpty());
    }

    private static String stop(StopRule stop) {
        return switch (stop) {
            case StopRule.AtCap() -> "";
            case StopRule.Beta(double confidence) ->
                    confidence > 0.5 && confidence < 1
                            ? ""
                            : "a confidence is above 0.5 and below 1, not " + confidence;
            case StopRule.Window(int size) ->
                    size < 2 ? "a window has 2 samples or more, not " + size : "";
        };
    }

    private static String judge(Strategy.Tournament judge) {
        String even = "comparisons of a pair are odd, not " + judge.comparisons();
        return either(
                within("comparisons", judge.comparisons()),
                judge.comparisons() % 2 == 0 ? even : "",
                judge.judge() < 0 ? "the judge is one of the models" : "");
    }

    private static String mix(Strategy.Mix mix) {
        return either(
                within("layers", mix.layers()),
                within("proposers", mix.proposers()),
                mix.aggregator() < 0 ? "the aggregator is one of the models" : "");
    }

    private static String cascade(Strategy.Cascade cascade) {
        boolean share = cascade.acceptAt() >= 0 && cascade.acceptAt() <= 1;
        return either(
                within("first", cascade.first()),
                share ? "" : "a score to accept at is 0 to 1, not " + cascade.acceptAt());
    }

    private static String tree(Strategy.Tree tree) {
        return either(
                within("breadth", tree.breadth()),
                within("depth", tree.depth()),
                within("children", tree.children()),
                within("values", tree.values()));
    }

    private static String mcts(Strategy.Mcts mcts) {
        boolean finite = mcts.exploration() >= 0 && Double.isFinite(mcts.exploration());
        return either(
                within("models", mcts.models()),
                within("perAction", mcts.perAction()),
                finite ? "" : "exploration is 0 or more, not " + mcts.exploration());
    }

    private static String within(String name, int value) {
        return value < 1 || value > Strategy.MOST
                ? name + " is 1 to " + Strategy.MOST + ", not " + value
                : "";
    }

    private static String either(String... faults) {
        for (String fault : faults) {
            if (!fault.isEmpty()) {
                return fault;
            }
        }
        return "";
    }
}
