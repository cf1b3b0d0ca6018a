package dev.undercut.compute.spec;

import dev.undercut.chat.Conversation;
import dev.undercut.compute.Ask;
import dev.undercut.compute.Chance;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search;
import dev.undercut.compute.Trial;
import dev.undercut.compute.prompt.Prompts;
import dev.undercut.compute.run.Models;
import dev.undercut.compute.run.Models.Limits;
import dev.undercut.compute.run.Models.Terms;
import dev.undercut.compute.run.RunSpec;
import dev.undercut.compute.search.Searches;
import dev.undercut.money.Usd;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Estimates a run by letting its search run against questions of every difficulty, drawn at random:
 * an answer is right with a chance that is the question's own, evenly from 0.2 to 0.95; wrong ones
 * scatter over a few. So the stop rules, cascades and trees themselves say how many calls they
 * make; prices come from the models' terms. It assumes that answers arrive one by one, and knows
 * nothing of how hard this very question is.
 */
public final class Estimator {
    private static final int MOST_TRIALS = 4000;
    private static final int MOST_RUNS = 60;
    private static final int WRONG = 4;

    private final RunSpec spec;
    private final Models models;
    private final Prompts prompts;
    private final Map<String, Terms> terms = new HashMap<>();
    private String note = "";

    /** Estimates runs of that question. */
    public Estimator(RunSpec spec, Models models, Conversation question) {
        this.spec = spec;
        this.models = models;
        this.prompts = new Prompts(question);
    }

    private record Run(@Nullable BigInteger expected, @Nullable BigInteger worst, int calls) {}

    /** The estimate; deterministic for the run's seed. */
    public Estimate estimate() {
        List<Run> runs = new ArrayList<>();
        int trials = 0;
        while (runs.size() < MOST_RUNS && (runs.isEmpty() || trials < MOST_TRIALS)) {
            SplittableRandom dice = Chance.of(spec.seed(), 1_000_000 + runs.size());
            Search search = Searches.begin(spec.strategy(), spec.answering(), spec.seed());
            Run run = run(search, dice);
            trials += run.calls();
            runs.add(run);
        }
        double calls = runs.stream().mapToInt(Run::calls).average().orElse(0);
        int most = mostCalls();
        List<BigInteger> costs = new ArrayList<>();
        for (Run run : runs) {
            if (run.expected() == null) {
                return new Estimate(null, null, spec.budget().usd(), calls, most, note);
            }
            costs.add(run.expected());
        }
        Collections.sort(costs);
        BigInteger sum = costs.stream().reduce(BigInteger.ZERO, BigInteger::add);
        Usd mean = usd(sum.divide(BigInteger.valueOf(costs.size())));
        Usd p90 = usd(costs.get(Math.min(costs.size() - 1, costs.size() * 9 / 10)));
        return new Estimate(within(mean), within(p90), worst(runs, most), calls, most, note);
    }

    private int mostCalls() {
        Integer limit = spec.budget().calls();
        long planned = Searches.mostCalls(spec.strategy(), spec.judge() != null);
        return (int) Math.min(planned, limit == null ? Integer.MAX_VALUE : limit);
    }

    private @Nullable Usd within(@Nullable Usd amount) {
        Usd limit = spec.budget().usd();
        return limit == null || (amount != null && amount.compareTo(limit) <= 0) ? amount : limit;
    }

    /** The dearest worst call, as often as calls can be made. */
    private @Nullable Usd worst(List<Run> runs, int most) {
        BigInteger dearest = BigInteger.ZERO;
        for (Run run : runs) {
            if (run.worst() == null) {
                return spec.budget().usd();
            }
            dearest = dearest.max(run.worst());
        }
        return within(usd(dearest.multiply(BigInteger.valueOf(most))));
    }

    private static @Nullable Usd usd(BigInteger picos) {
        return picos.bitLength() < Long.SIZE - 1 ? new Usd(picos.longValueExact()) : null;
    }

    private Run run(Search search, SplittableRandom dice) {
        double right = 0.2 + 0.75 * dice.nextDouble();
        BigInteger cost = BigInteger.ZERO;
        BigInteger worst = BigInteger.ZERO;
        boolean known = true;
        boolean bounded = true;
        int calls = 0;
        Integer limit = spec.budget().calls();
        while (search.decided().isEmpty() && (limit == null || calls < limit)) {
            List<Trial> asked = search.ask(1);
            if (asked.isEmpty()) {
                break;
            }
            Trial trial = asked.getFirst();
            for (Terms.Open open : terms(trial)) {
                calls++;
                known &= open.expected() != null;
                bounded &= open.worst() != null;
                cost = open.expected() == null ? cost : cost.add(picos(open.expected()));
                worst = open.worst() == null ? worst : worst.max(picos(open.worst()));
            }
            search.tell(trial.id(), outcome(trial, right, dice));
        }
        if (!known) {
            note = "the price of one of the models is not known";
        }
        return new Run(known ? cost : null, bounded ? worst : null, calls);
    }

    private static BigInteger picos(Usd amount) {
        return BigInteger.valueOf(amount.picos());
    }

    /** What the calls of a trial take: its own, and the judge's. */
    private List<Terms.Open> terms(Trial trial) {
        if (trial.ask() instanceof Ask.Execute) {
            return List.of();
        }
        List<Terms.Open> calls = new ArrayList<>(2);
        add(trial.model(), trial.ask(), calls);
        Integer judge = spec.judge();
        boolean answers = answers(trial.ask());
        if (judge != null && answers) {
            add(judge, new Ask.Rate(""), calls);
        }
        return calls;
    }

    private static boolean answers(Ask ask) {
        return ask instanceof Ask.Solve || ask instanceof Ask.Refine || ask instanceof Ask.Fuse;
    }

    private void add(int model, Ask ask, List<Terms.Open> calls) {
        String kind = model + " " + ask.getClass().getSimpleName();
        Terms known =
                terms.computeIfAbsent(
                        kind, any -> models.terms(model, prompts.words(ask, null, 0), Limits.NONE));
        if (known instanceof Terms.Open open) {
            calls.add(open);
        } else if (known instanceof Terms.Closed closed) {
            note = closed.reason();
        }
    }

    private Outcome outcome(Trial trial, double right, SplittableRandom dice) {
        boolean good = dice.nextDouble() < right;
        return switch (trial.ask()) {
            case Ask.Solve _, Ask.Refine _, Ask.Fuse _ -> {
                String answer = good ? "right" : "wrong" + dice.nextInt(WRONG);
                boolean checked = spec.verifier() != null;
                Double score = checked || spec.judge() != null ? (good ? 0.9 : 0.3) : null;
                yield new Outcome.Answered(answer, answer, score, checked ? good : null, null, "");
            }
            case Ask.Compare _ -> Outcome.Answered.plain("", dice.nextBoolean() ? "A" : "B");
            case Ask.Rate _ -> new Outcome.Answered("", null, good ? 0.9 : 0.3, null, null, "");
            case Ask.Value _ -> Outcome.Answered.plain("", good ? "likely" : "impossible");
            case Ask.Propose(String partial, int count) -> {
                List<String> steps = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    steps.add("step " + dice.nextInt(1000));
                }
                yield Outcome.Answered.plain(String.join("\n", steps), null);
            }
            case Ask.WriteTests(int count) ->
                    Outcome.Answered.plain(
                            String.join("\n", Collections.nCopies(count, "assert True")), null);
            case Ask.Execute(String program, List<String> tests) ->
                    new Outcome.Answered(
                            "", null, null, null, (good ? "1" : "0").repeat(tests.size()), "");
        };
    }
}
