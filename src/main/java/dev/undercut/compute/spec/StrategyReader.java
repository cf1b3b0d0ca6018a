package dev.undercut.compute.spec;

import dev.undercut.compute.Strategy;
import dev.undercut.compute.Strategy.Posterior;
import dev.undercut.compute.Strategy.StopRule;
import dev.undercut.compute.Strategy.Trust;
import dev.undercut.compute.verify.VerifierSpec;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a strategy and its parameters. Defaults are those of docs/COMPUTE.md. */
final class StrategyReader {
    private static final int MOST = 1000;

    private final Fields fields;
    private final SpecReader.Cast cast;
    private final @Nullable Integer n;
    private final @Nullable VerifierSpec verifier;

    StrategyReader(
            Fields fields,
            SpecReader.Cast cast,
            @Nullable Integer n,
            @Nullable VerifierSpec verifier) {
        this.fields = fields;
        this.cast = cast;
        this.n = n;
        this.verifier = verifier;
    }

    Strategy read(String name) throws Fault {
        return switch (name) {
            case "auto" -> new Strategy.Auto(n(16), whole("probe", 4), cast.answering(), trust());
            case "vote" -> new Strategy.Vote(several(5), stop());
            case "best" -> {
                int samples = n(8);
                yield new Strategy.BestOf(samples, whole("wave", Math.min(4, samples)));
            }
            case "score" -> new Strategy.Score(several(8), fields.flag("weighted"));
            case "judge" ->
                    new Strategy.Tournament(
                            several(4), judge(), whole("comparisons", 3), fields.flag("league"));
            case "mix" -> new Strategy.Mix(whole("layers", 1), cast.answering(), judge());
            case "cascade" -> cascade();
            case "tree" ->
                    new Strategy.Tree(
                            n == null ? whole("breadth", 5) : n,
                            whole("depth", 4),
                            whole("children", 5),
                            whole("values", 3));
            case "mcts" ->
                    new Strategy.Mcts(
                            n(16), cast.answering(), exploration(), whole("per_action", 2));
            case "abmcts" -> new Strategy.AbMcts(n(16), cast.answering(), posterior());
            case "codet" -> new Strategy.CodeT(several(8), whole("tests", 8));
            default ->
                    throw new Fault(
                            "strategy",
                            "there is no strategy '"
                                    + name
                                    + "'; there are auto, vote, best, score, judge, mix, cascade,"
                                    + " tree, mcts, abmcts and codet");
        };
    }

    private int n(int otherwise) {
        return n == null ? otherwise : n;
    }

    /** One answer cannot be compared with anything. */
    private int several(int otherwise) throws Fault {
        if (n != null && n < 2) {
            throw new Fault("n", "this strategy compares answers, so it needs 2 or more");
        }
        return n(otherwise);
    }

    private int whole(String name, int otherwise) throws Fault {
        return fields.whole(name, otherwise, 1, MOST);
    }

    private int judge() {
        Integer place = cast.judge();
        return place == null ? 0 : place;
    }

    private Strategy cascade() throws Fault {
        if (cast.answering() < 2) {
            throw new Fault(
                    "models",
                    "a cascade climbs from cheap to dear, so it needs two models: name them in"
                            + " models, or ask for a floor such as undercut/55");
        }
        return new Strategy.Cascade(
                cast.answering(),
                fields.whole("first", Math.min(2, cast.answering()), 1, cast.answering()),
                fields.share("accept_at", 0.7));
    }

    private Trust trust() {
        if (verifier != null) {
            return verifier.trust();
        }
        return cast.scores() ? Trust.WEAK : Trust.NONE;
    }

    private double exploration() throws Fault {
        BigDecimal said = fields.number("exploration");
        return said == null ? Math.sqrt(2) : said.doubleValue();
    }

    private Posterior posterior() throws Fault {
        String said = fields.text("posterior", "gaussian");
        return switch (said) {
            case "gaussian" -> Posterior.GAUSSIAN;
            case "beta" -> Posterior.BETA;
            default -> throw new Fault("posterior", "expected gaussian or beta");
        };
    }

    private StopRule stop() throws Fault {
        String said = fields.text("stop", "beta:0.95");
        int colon = said.indexOf(':');
        String rule = colon < 0 ? said : said.substring(0, colon);
        String rest = colon < 0 ? "" : said.substring(colon + 1);
        try {
            if (rule.equals("cap") && rest.isEmpty()) {
                return new StopRule.AtCap();
            }
            if (rule.equals("beta")) {
                return new StopRule.Beta(rest.isEmpty() ? 0.95 : Double.parseDouble(rest));
            }
            if (rule.equals("window")) {
                return new StopRule.Window(rest.isEmpty() ? 5 : Integer.parseInt(rest));
            }
        } catch (NumberFormatException e) {
            throw new Fault("stop", "expected a number after " + rule + ":");
        }
        throw new Fault("stop", "expected one of " + List.of("cap", "beta:0.95", "window:5"));
    }
}
