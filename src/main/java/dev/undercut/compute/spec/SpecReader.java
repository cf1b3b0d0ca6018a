package dev.undercut.compute.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.run.Budget;
import dev.undercut.compute.run.RunSpec;
import dev.undercut.compute.search.Searches;
import dev.undercut.compute.verify.ExtractorSpec;
import dev.undercut.compute.verify.Made;
import dev.undercut.compute.verify.VerifierSpec;
import dev.undercut.money.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a wish into a {@link RunSpec}, or says what is wrong with it. Nothing is guessed past: an
 * unknown key, a strategy that cannot keep tools, a budget that contradicts itself are faults,
 * never one silent plain call.
 */
public final class SpecReader {
    /** Settings of one strategy or some. */
    private static final List<String> SPECIAL =
            List.of(
                    "n",
                    "judge",
                    "stop",
                    "wave",
                    "weighted",
                    "comparisons",
                    "league",
                    "layers",
                    "aggregator",
                    "first",
                    "accept_at",
                    "breadth",
                    "depth",
                    "children",
                    "values",
                    "exploration",
                    "per_action",
                    "posterior",
                    "tests",
                    "probe");

    private static final List<String> KEYS =
            Stream.concat(Wish.COMMON.stream(), SPECIAL.stream()).toList();

    private static final int MOST_SLOTS = 1000;
    private static final int MOST_MODELS = 16;
    private static final double MOST_SECONDS = 86_400;

    private final Fields fields;
    private final Background background;

    private SpecReader(ObjectNode wish, Background background) {
        this.fields = new Fields(wish, "");
        this.background = background;
    }

    /** What came of it. */
    public sealed interface Reading {
        /** It can be run. */
        record Read(RunSpec spec, boolean dryRun) implements Reading {}

        /**
         * It cannot.
         *
         * @param field below {@code compute}, such as {@code budget.usd}
         * @param message what is wrong and what would be right
         */
        record Refused(String field, String message) implements Reading {}
    }

    /** Reads a wish. */
    public static Reading read(ObjectNode wish, Background background) {
        SpecReader reader = new SpecReader(wish, background);
        try {
            reader.fields.only(KEYS);
            boolean dryRun = reader.fields.flag("dry_run");
            RunSpec spec = reader.spec();
            reader.fields.allRead(spec.strategy().name() + " does not use it here");
            return new Reading.Read(spec, dryRun);
        } catch (Fault fault) {
            return new Reading.Refused(fault.field(), String.valueOf(fault.getMessage()));
        }
    }

    private RunSpec spec() throws Fault {
        String name = fields.text("strategy", "auto");
        Integer n = n();
        Fields checks = fields.object("verifier");
        VerifierSpec verifier = fields.has("verifier") ? new VerifierReader(checks).read() : null;
        boolean judged = fields.has("verifier") && verifier == null;
        Cast cast = cast(name, n, verifier, judged, checks);
        Strategy strategy = new StrategyReader(fields, cast, n, verifier).read(name);
        Optional<Searches.Fault> fault = Searches.fault(strategy);
        if (fault.isPresent()) {
            throw new Fault(fault.get().field(), fault.get().message());
        }
        suits(name, strategy, verifier);
        Budget budget = budget(strategy);
        bounded(Searches.mostCalls(strategy, cast.scores()), budget);
        return new RunSpec(
                strategy,
                cast.models(),
                cast.answering(),
                cast.scores() ? cast.judge() : null,
                verifier,
                extractor(),
                budget,
                seed(),
                oneOf("mode", "fast", "strict").equals("strict"),
                oneOf("on_exhausted", "best", "error").equals("error")
                        ? RunSpec.OnExhausted.ERROR
                        : RunSpec.OnExhausted.BEST,
                RunSpec.Showing.valueOf(
                        oneOf("progress", "events", "reasoning", "off").toUpperCase(Locale.ROOT)),
                fields.whole("slots", RunSpec.SLOTS, 1, MOST_SLOTS));
    }

    private @Nullable Integer n() throws Fault {
        Long n = fields.whole("n", 1, Strategy.MOST);
        return n == null ? null : Integer.valueOf(Math.toIntExact(n));
    }

    /**
     * Who takes part: first those who answer, then the judge or the aggregator, if there is one.
     *
     * @param judge its place among them, or null
     * @param scores whether the judge scores every answer
     */
    record Cast(List<String> models, int answering, @Nullable Integer judge, boolean scores) {}

    private Cast cast(
            String name,
            @Nullable Integer n,
            @Nullable VerifierSpec verifier,
            boolean judged,
            Fields checks)
            throws Fault {
        List<String> answering = answering(name, n);
        boolean compares = name.equals("judge");
        boolean needsScore = List.of("best", "score", "mcts", "abmcts").contains(name);
        boolean scores = judged || (needsScore && verifier == null);
        boolean writes = name.equals("mix");
        if (!compares && !scores && !writes) {
            if (fields.has("judge")) {
                throw new Fault("judge", "this strategy asks none; verifier: {type: judge} does");
            }
            return new Cast(answering, answering.size(), null, false);
        }
        String said = writes ? fields.text("aggregator") : fields.text("judge");
        if (said == null && judged) {
            said = checks.text("model");
        }
        String other =
                said != null
                        ? said
                        : background.judge(answering.getLast()).orElse(answering.getLast());
        List<String> all = new ArrayList<>(answering);
        int place = writes ? -1 : all.indexOf(other);
        if (place < 0) {
            place = all.size();
            all.add(other);
        }
        return new Cast(all, answering.size(), place, scores);
    }

    private List<String> answering(String name, @Nullable Integer n) throws Fault {
        List<String> named = fields.texts("models");
        if (named.size() > MOST_MODELS) {
            throw new Fault("models", "at most " + MOST_MODELS);
        }
        if (name.equals("mix")) {
            return proposers(named, n);
        }
        if (!named.isEmpty()) {
            return named;
        }
        int wanted =
                switch (name) {
                    case "cascade" -> n == null ? 3 : Math.min(n, MOST_MODELS);
                    case "abmcts", "mcts" -> 3;
                    default -> 1;
                };
        return background.models(wanted);
    }

    /** A model may propose several times. */
    private List<String> proposers(List<String> named, @Nullable Integer n) throws Fault {
        int wanted = n == null ? (named.isEmpty() ? 3 : named.size()) : n;
        if (wanted > MOST_MODELS) {
            throw new Fault("n", "a mixture has at most " + MOST_MODELS + " proposers");
        }
        List<String> from = named.isEmpty() ? background.models(wanted) : named;
        List<String> all = new ArrayList<>(wanted);
        for (int i = 0; i < wanted; i++) {
            all.add(from.get(i % from.size()));
        }
        return all;
    }

    private void suits(String name, Strategy strategy, @Nullable VerifierSpec verifier)
            throws Fault {
        if (background.tools() && !List.of("vote", "mix", "cascade").contains(name)) {
            throw new Fault(
                    "strategy",
                    name
                            + " cannot keep the request's tools: its answers are texts. With tools"
                            + " there are vote and cascade, which compare calls, and mix, whose"
                            + " last model makes them");
        }
        if (name.equals("mix") && (verifier != null || fields.has("verifier"))) {
            throw new Fault(
                    "verifier",
                    "mix writes one answer anew, so a verifier has nothing to choose from; best"
                            + " and cascade have");
        }
        int most = strategy instanceof Strategy.Mix ? 1 : strategy.n();
        if (background.choices() > most) {
            throw new Fault(
                    "n",
                    "the client wants "
                            + background.choices()
                            + " answers (n), and this run makes "
                            + most);
        }
    }

    private ExtractorSpec extractor() throws Fault {
        return switch (ExtractorSpec.named(fields.text("extract", "auto"))) {
            case Made.Ready<ExtractorSpec>(ExtractorSpec spec) -> spec;
            case Made.Refused<ExtractorSpec>(String field, String message) ->
                    throw new Fault("extract", message);
        };
    }

    private Budget budget(Strategy strategy) throws Fault {
        Fields limits = fields.object("budget");
        limits.only(List.of("usd", "tokens", "seconds", "calls"));
        Long calls = limits.whole("calls", 1, 1_000_000);
        int least =
                switch (strategy) {
                    case Strategy.Mix mix -> mix.n();
                    case Strategy.Tournament _ -> 3;
                    default -> 1;
                };
        if (calls != null && calls < least) {
            throw limits.fault(
                    "calls",
                    strategy.name()
                            + " makes "
                            + least
                            + " calls at least, and "
                            + calls
                            + " are allowed");
        }
        return new Budget(
                usd(limits),
                limits.whole("tokens", 1, Long.MAX_VALUE / 4),
                time(limits),
                calls == null ? null : Integer.valueOf(Math.toIntExact(calls)));
    }

    /** Dollars and seconds bound what calls cost, not how many there are. */
    private static void bounded(long planned, Budget budget) throws Fault {
        Integer limit = budget.calls();
        if (planned > Strategy.MOST && (limit == null || limit > Strategy.MOST)) {
            throw new Fault(
                    "budget.calls",
                    "this could make "
                            + planned
                            + " calls, and a run makes at most "
                            + Strategy.MOST
                            + ": plan for fewer, or allow no more than that here");
        }
    }

    private static @Nullable Usd usd(Fields limits) throws Fault {
        BigDecimal dollars = limits.number("usd");
        if (dollars == null) {
            return null;
        }
        if (dollars.signum() <= 0) {
            throw limits.fault("usd", "expected an amount of dollars above 0");
        }
        try {
            return Usd.of(dollars);
        } catch (IllegalArgumentException e) {
            throw limits.fault("usd", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Duration time(Fields limits) throws Fault {
        BigDecimal seconds = limits.number("seconds");
        if (seconds == null) {
            return null;
        }
        if (seconds.signum() <= 0 || seconds.compareTo(BigDecimal.valueOf(MOST_SECONDS)) > 0) {
            throw limits.fault("seconds", "expected seconds, above 0 and at most a day");
        }
        return Duration.ofNanos(seconds.movePointRight(9).longValue()).plusNanos(1);
    }

    private long seed() throws Fault {
        Long seed = fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        return seed == null ? background.seed() : seed;
    }

    /** One of these; the first where nothing is said. */
    private String oneOf(String name, String... values) throws Fault {
        String value = fields.text(name, values[0]);
        if (!List.of(values).contains(value)) {
            throw new Fault(name, "expected " + String.join(", ", values));
        }
        return value;
    }
}
