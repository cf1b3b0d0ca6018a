package dev.undercut.compute.search;

import dev.undercut.compute.Search;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Strategy.StopRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                    throw new IllegalArgumentException(fault.message());
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
     * The most calls that a run of a strategy without fault can make, opinions asked for twice
     * because they could not be read among them.
     *
     * @param judged whether a judge scores each answer
     */
    public static long mostCalls(Strategy strategy, boolean judged) {
        int each = judged ? 3 : 1;
        return switch (strategy) {
            case Strategy.Tournament match ->
                    (long) each * match.n() + Judging.comparisons(match, match.n());
            case Strategy.Tree tree ->
                    tree.n() * (1 + 2L * tree.children() * tree.values())
                            + (long) each * tree.breadth();
            case Strategy.CodeT codeT -> 1 + (long) each * codeT.n();
            case Strategy.Auto auto -> mostCalls(auto, each);
            case Strategy.BestOf _,
                    Strategy.Vote _,
                    Strategy.Score _,
                    Strategy.Mix _,
                    Strategy.Cascade _,
                    Strategy.Mcts _,
                    Strategy.AbMcts _ ->
                    (long) each * strategy.n();
        };
    }

    private static long mostCalls(Strategy.Auto auto, int each) {
        int cap = Probing.cap(auto);
        if (auto.verifier() != Strategy.Trust.NONE) {
            return (long) each * cap;
        }
        Strategy.Tournament match = Probing.tournament(auto, Math.min(auto.probe(), cap));
        return Math.max(cap, mostCalls(match, false));
    }

    /**
     * What is wrong with a strategy's parameters.
     *
     * @param field as clients write it
     * @param message for whoever set it
     */
    public record Fault(String field, String message) {}

    /** The first thing that is wrong with a strategy's parameters; empty when nothing is. */
    public static Optional<Fault> fault(Strategy strategy) {
        if (strategy.n() < 1 || strategy.n() > Strategy.MOST) {
            return Optional.of(
                    new Fault("n", "n is 1 to " + Strategy.MOST + ", not " + strategy.n()));
        }
        return Optional.ofNullable(
                switch (strategy) {
                    case Strategy.BestOf best -> within("wave", best.wave());
                    case Strategy.Vote vote -> stop(vote.stop());
                    case Strategy.Score score -> null;
                    case Strategy.Tournament judge -> judge(judge);
                    case Strategy.Mix mix -> mix(mix);
                    case Strategy.Cascade cascade -> cascade(cascade);
                    case Strategy.Tree tree -> tree(tree);
                    case Strategy.Mcts mcts -> mcts(mcts);
                    case Strategy.AbMcts abMcts -> within("models", abMcts.models());
                    case Strategy.CodeT codeT -> within("tests", codeT.tests());
                    case Strategy.Auto auto ->
                            either(within("probe", auto.probe()), within("models", auto.models()));
                });
    }

    private static @Nullable Fault stop(StopRule stop) {
        return switch (stop) {
            case StopRule.AtCap() -> null;
            case StopRule.Beta(double confidence) ->
                    unless(
                            confidence > 0.5 && confidence < 1,
                            "stop",
                            "a confidence is above 0.5 and below 1, not " + confidence);
            case StopRule.Window(int size) ->
                    unless(size >= 2, "stop", "a window has 2 samples or more, not " + size);
        };
    }

    private static @Nullable Fault judge(Strategy.Tournament judge) {
        return either(
                within("comparisons", judge.comparisons()),
                unless(
                        judge.comparisons() % 2 == 1,
                        "comparisons",
                        "comparisons of a pair are odd, not " + judge.comparisons()),
                unless(judge.judge() >= 0, "judge", "the judge is one of the models"));
    }

    private static @Nullable Fault mix(Strategy.Mix mix) {
        return either(
                within("layers", mix.layers()),
                within("n", mix.proposers()),
                unless(mix.aggregator() >= 0, "aggregator", "the aggregator is one of the models"));
    }

    private static @Nullable Fault cascade(Strategy.Cascade cascade) {
        return either(
                within("first", cascade.first()),
                unless(
                        cascade.acceptAt() >= 0 && cascade.acceptAt() <= 1,
                        "accept_at",
                        "a score to accept at is 0 to 1, not " + cascade.acceptAt()));
    }

    private static @Nullable Fault tree(Strategy.Tree tree) {
        return either(
                within("breadth", tree.breadth()),
                within("depth", tree.depth()),
                within("children", tree.children()),
                within("values", tree.values()));
    }

    private static @Nullable Fault mcts(Strategy.Mcts mcts) {
        return either(
                within("models", mcts.models()),
                within("per_action", mcts.perAction()),
                unless(
                        mcts.exploration() >= 0 && Double.isFinite(mcts.exploration()),
                        "exploration",
                        "exploration is 0 or more, not " + mcts.exploration()));
    }

    private static @Nullable Fault within(String field, int value) {
        return unless(
                value >= 1 && value <= Strategy.MOST,
                field,
                field + " is 1 to " + Strategy.MOST + ", not " + value);
    }

    private static @Nullable Fault unless(boolean right, String field, String message) {
        return right ? null : new Fault(field, message);
    }

    private static @Nullable Fault either(@Nullable Fault... faults) {
        for (Fault fault : faults) {
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }
}
