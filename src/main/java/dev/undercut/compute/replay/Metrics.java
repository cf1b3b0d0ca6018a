package dev.undercut.compute.replay;

import dev.undercut.compute.replay.Votes.Counter;
import dev.undercut.compute.replay.Votes.Stopped;
import dev.undercut.compute.stat.BetaStop;
import dev.undercut.compute.stat.Groups.Measure;
import dev.undercut.compute.stat.PassAtK;
import dev.undercut.compute.stat.PowerLaw;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All figures of a data set. Which apply follows from what was recorded: several samples of a
 * question, scores, tests, tokens, trees, several models.
 */
final class Metrics {
    /** Fewer points make no law. */
    private static final int POINTS_OF_A_LAW = 8;

    private static final SortedMap<String, List<Sample>> NOTHING =
            Collections.unmodifiableSortedMap(new TreeMap<>());

    private final Recorded set;
    private final List<Metric> rows = new ArrayList<>();

    private Metrics(Recorded set) {
        this.set = set;
    }

    /** In the order of models and metrics. */
    static List<Metric> of(Recorded set) {
        Metrics metrics = new Metrics(set);
        set.samples().forEach(metrics::model);
        ModelSets.shipped().stream()
                .filter(models -> set.samples().keySet().containsAll(models.members()))
                .filter(models -> set.samples().containsKey(models.escalate()))
                .forEach(metrics::together);
        metrics.trees();
        metrics.usage();
        return metrics.rows;
    }

    private void model(String model, SortedMap<String, List<Sample>> byQuestion) {
        Collection<List<Sample>> questions = byQuestion.values();
        int n = Recorded.fewest(byQuestion);
        if (n == 1) {
            mean(model, "accuracy", 1, questions, samples -> samples.getFirst().correct() ? 1 : 0);
            return;
        }
        List<Integer> ladder = Ladder.of(n);
        Map<Integer, Double> coverage = new LinkedHashMap<>();
        for (int k : ladder) {
            coverage.put(k, mean(model, "pass@k", k, questions, samples -> covered(samples, k)));
        }
        for (int k : ladder) {
            mean(
                    model,
                    "majority_first@k",
                    k,
                    questions,
                    samples -> Votes.majority(samples.subList(0, k)) ? 1 : 0);
        }
        rotated(model, "majority_rot@k", ladder, questions, () -> new Votes.Weighed(sample -> 1));
        if (scored(questions)) {
            rotated(model, "best_score_rot@k", ladder, questions, Votes.Best::new);
            Votes.Weight weight = weight(set);
            rotated(model, "weighted_rot@k", ladder, questions, () -> new Votes.Weighed(weight));
        }
        if (set.tested()) {
            rotated(
                    model,
                    "behaviour_vote_rot@k",
                    ladder,
                    questions,
                    () -> new Votes.Grouped(Measure.SIZE));
            rotated(
                    model,
                    "codet_rot@k",
                    ladder,
                    questions,
                    () -> new Votes.Grouped(Measure.CODET));
        }
        if (n >= Votes.CAP) {
            adaptive(model, questions);
        }
        if (coverage.size() >= POINTS_OF_A_LAW) {
            PowerLaw.fit(coverage)
                    .ifPresent(law -> {
                        add(model, "powerlaw_a", n, law.a(), questions.size());
                        add(model, "powerlaw_b", n, law.b(), questions.size());
                    });
        }
    }

    /** How likely one of {@code k} samples is right. */
    static double covered(List<Sample> samples, int k) {
        int correct = (int) samples.stream().filter(Sample::correct).count();
        return PassAtK.of(samples.size(), correct, k);
    }

    /** Whether each sample has a score. */
    static boolean scored(Collection<List<Sample>> questions) {
        return questions.stream().flatMap(List::stream).allMatch(sample -> sample.score() != null);
    }

    /**
     * A score that is a share weighs what it is; one that is not is a reward model's and becomes a
     * probability.
     */
    static Votes.Weight weight(Recorded set) {
        boolean shares =
                set.samples().values().stream()
                        .flatMap(byQuestion -> byQuestion.values().stream())
                        .flatMap(List::stream)
                        .map(Sample::score)
                        .allMatch(score -> score == null || (score >= 0 && score <= 1));
        return sample -> {
            double score = sample.score() == null ? 0 : sample.score();
            return shares ? score : 1 / (1 + StrictMath.exp(-score));
        };
    }

    private void rotated(
            String model,
            String metric,
            List<Integer> ladder,
            Collection<List<Sample>> questions,
            Supplier<Counter> counters) {
        List<double[]> shares =
                questions.parallelStream()
                        .map(samples -> Votes.rotated(samples, ladder, counters))
                        .toList();
        for (int step = 0; step < ladder.size(); step++) {
            double sum = 0;
            for (double[] share : shares) {
                sum += share[step];
            }
            add(model, metric, ladder.get(step), sum / shares.size(), shares.size());
        }
    }

    private void adaptive(String model, Collection<List<Sample>> questions) {
        for (String confidence : List.of("0.80", "0.95")) {
            BetaStop rule = new BetaStop(Double.parseDouble(confidence));
            stopped(
                    model,
                    "adaptive_beta_" + confidence,
                    questions,
                    samples -> Votes.untilSure(samples, rule));
        }
        stopped(model, "esc_w5", questions, Votes::untilUnanimous);
    }

    private void stopped(
            String model,
            String metric,
            Collection<List<Sample>> questions,
            Function<List<Sample>, Stopped> stopping) {
        List<Stopped> ends = questions.stream().map(stopping).toList();
        double right = ends.stream().filter(Stopped::right).count();
        double used = ends.stream().mapToLong(Stopped::used).sum();
        add(model, metric + "_acc", Votes.CAP, right / ends.size(), ends.size());
        add(model, metric + "_samples", Votes.CAP, used / ends.size(), ends.size());
    }

    private void together(ModelSets.ModelSet models) {
        int k = models.members().size();
        double best = 0;
        for (String member : models.members()) {
            best = Math.max(best, share(samples -> samples.getFirst().correct(), member));
        }
        int questions = set.questions().size();
        add(models.name(), "multi_best_single", k, best, questions);
        int majority = 0;
        int oracle = 0;
        int accepted = 0;
        int escalated = 0;
        for (String question : set.questions()) {
            List<Sample> asked =
                    models.members().stream().map(member -> first(member, question)).toList();
            majority += Votes.majority(asked) ? 1 : 0;
            oracle += asked.stream().anyMatch(Sample::correct) ? 1 : 0;
            String one = asked.get(0).answer();
            boolean agree = !one.isEmpty() && one.equals(asked.get(1).answer());
            escalated += agree ? 0 : 1;
            Sample taken = agree ? asked.getFirst() : first(models.escalate(), question);
            accepted += taken.correct() ? 1 : 0;
        }
        add(models.name(), "multi_majority", k, (double) majority / questions, questions);
        add(models.name(), "multi_oracle", k, (double) oracle / questions, questions);
        add(models.name(), "cascade_agree2_acc", 2, (double) accepted / questions, questions);
        add(
                models.name(),
                "cascade_agree2_escalated",
                2,
                (double) escalated / questions,
                questions);
    }

    private double share(Predicate<List<Sample>> right, String model) {
        Map<String, List<Sample>> byQuestion = set.samples().getOrDefault(model, NOTHING);
        return (double) byQuestion.values().stream().filter(right).count() / set.questions().size();
    }

    /** A model's first answer; none where it was not asked. */
    private Sample first(String model, String question) {
        List<Sample> samples = set.samples().getOrDefault(model, NOTHING).get(question);
        return samples == null ? new Sample(0, "", false, null, 0) : samples.getFirst();
    }

    private void trees() {
        for (Recorded.Trees trees : set.trees()) {
            List<Recorded.Run> runs = trees.runs();
            int k = runs.stream().mapToInt(run -> run.ends().size()).max().orElse(0);
            tree(trees, "tot_any", k, run -> run.ends().contains(true) ? 1 : 0);
            tree(trees, "tot_top1", k, run -> run.ends().getFirst() ? 1 : 0);
            tree(
                    trees,
                    "tot_mean",
                    k,
                    run ->
                            (double) run.ends().stream().filter(end -> end).count()
                                    / run.ends().size());
            tree(
                    trees,
                    "tot_candidates",
                    k,
                    run -> run.steps().stream().mapToInt(step -> step.values().size()).sum());
        }
    }

    private void tree(
            Recorded.Trees trees, String metric, int k, ToDoubleFunction<Recorded.Run> figure) {
        double sum = trees.runs().stream().mapToDouble(figure).sum();
        int questions = trees.runs().size();
        add(trees.method(), metric, k, sum / questions, questions);
    }

    /** At the list price of GPT-4 when these were recorded, in dollars for a million tokens. */
    private void usage() {
        set.usage()
                .forEach((method, all) -> {
                    double usd = all.stream().mapToDouble(Price.GPT_4::of).sum();
                    int k = all.stream().mapToInt(Recorded.Usage::outputs).max().orElse(0);
                    add(method, "usd_per_question_at_30_60", k, usd / all.size(), all.size());
                });
    }

    private double mean(
            String model,
            String metric,
            int k,
            Collection<List<Sample>> questions,
            ToDoubleFunction<List<Sample>> figure) {
        double sum = 0;
        for (List<Sample> samples : questions) {
            sum += figure.applyAsDouble(samples);
        }
        double mean = sum / questions.size();
        add(model, metric, k, mean, questions.size());
        return mean;
    }

    private void add(String model, String metric, int k, double value, int questions) {
        rows.add(new Metric(set.name(), model, metric, k, value, questions));
    }
}
