package dev.undercut.compute.replay;

import dev.undercut.compute.Outcome;
import dev.undercut.compute.replay.Family.Point;
import dev.undercut.compute.replay.Family.Verified;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All ways of spending money on a data set that its recorded samples can show. */
final class Families {
    /** Characters of a token, where tokens were not recorded. */
    private static final double CHARS_PER_TOKEN = 4;

    /** Calls that a search of each question is told, over all orders of its samples, and orders. */
    private static final int CALLS = 400;

    private static final int FEWEST_ORDERS = 8;

    private final Recorded set;
    private final Price price;
    private final long seed;
    private final List<String> questions;

    private Families(Recorded set, Price price, long seed, List<String> questions) {
        this.set = set;
        this.price = price;
        this.seed = seed;
        this.questions = questions;
    }

    /**
     * The ways, and the questions that all of them answer.
     *
     * @param measured whether tokens were recorded for all of them
     */
    record Found(List<Family> families, int questions, boolean measured) {}

    /** Of models with several samples of each question, and of recorded trees. */
    static Found of(Recorded set, Price price, long seed) {
        List<String> models =
                set.samples().entrySet().stream()
                        .filter(model -> Recorded.fewest(model.getValue()) > 1)
                        .map(Map.Entry::getKey)
                        .toList();
        List<Recorded.Trees> trees =
                set.trees().stream().filter(t -> set.usage().containsKey(t.method())).toList();
        TreeSet<String> common = new TreeSet<>(set.questions());
        models.forEach(model -> common.retainAll(samples(set, model).keySet()));
        trees.forEach(
                t -> common.retainAll(t.runs().stream().map(Recorded.Run::question).toList()));
        if (models.isEmpty() || common.isEmpty()) {
            return new Found(List.of(), 0, false);
        }
        Families ways = new Families(set, price, seed, List.copyOf(common));
        List<Family> families = new ArrayList<>();
        models.forEach(model -> families.addAll(ways.model(model)));
        trees.forEach(tree -> families.addAll(ways.tree(tree)));
        return new Found(
                families,
                common.size(),
                models.stream().allMatch(model -> set.usage().containsKey(model)));
    }

    private static SortedMap<String, List<Sample>> samples(Recorded set, String model) {
        SortedMap<String, List<Sample>> found = set.samples().get(model);
        if (found == null) {
            throw new IllegalArgumentException(model);
        }
        return found;
    }

    private List<Family> model(String model) {
        SortedMap<String, List<Sample>> byQuestion = samples(set, model);
        List<List<Sample>> asked =
                questions.stream().map(q -> byQuestion.getOrDefault(q, List.of())).toList();
        double[] each = costs(model, asked);
        int n = asked.stream().mapToInt(List::size).min().orElse(0);
        List<Integer> every = IntStream.rangeClosed(1, n).boxed().toList();
        boolean scored = Metrics.scored(byQuestion.values());
        List<Family> found = new ArrayList<>();
        found.add(new Family(model, "best-of", Verified.CHECKER, checked(asked, each, every)));
        if (scored) {
            found.add(
                    new Family(
                            model,
                            "best-of",
                            Verified.SCORE,
                            rotated(asked, each, every, Votes.Best::new)));
        }
        found.add(
                new Family(
                        model,
                        "vote",
                        Verified.NONE,
                        rotated(asked, each, every, () -> new Votes.Weighed(sample -> 1))));
        found.add(
                new Family(
                        model,
                        "mcts",
                        Verified.CHECKER,
                        climbed(asked, each, n, Families::checkedBy)));
        if (scored) {
            Votes.Weight weight = Metrics.weight(set);
            found.add(
                    new Family(
                            model,
                            "mcts",
                            Verified.SCORE,
                            climbed(asked, each, n, sample -> scoredBy(sample, weight))));
        }
        return found;
    }

    /** USD of one sample, by question. */
    private double[] costs(String model, List<List<Sample>> asked) {
        Map<String, Double> recorded = new HashMap<>();
        for (Recorded.Usage usage : set.usage().getOrDefault(model, List.of())) {
            recorded.put(usage.question(), price.of(usage) / Math.max(1, usage.outputs()));
        }
        return IntStream.range(0, questions.size())
                .mapToDouble(q -> {
                    Double known = recorded.get(questions.get(q));
                    return known == null ? estimated(asked.get(q)) : known;
                })
                .toArray();
    }

    private double estimated(List<Sample> samples) {
        double chars = samples.stream().mapToLong(Sample::chars).average().orElse(0);
        return price.of(0, chars / CHARS_PER_TOKEN);
    }

    /** Samples until a checker passes one: pass@k, at the samples that are taken until then. */
    private static List<Point> checked(
            List<List<Sample>> asked, double[] each, List<Integer> ladder) {
        List<Point> points = new ArrayList<>();
        double[] taken = new double[each.length];
        double[] before = new double[each.length];
        for (int k : ladder) {
            double[] right = new double[each.length];
            double usd = 0;
            for (int q = 0; q < right.length; q++) {
                // The k-th sample is taken where none before it was right.
                taken[q] += 1 - before[q];
                right[q] = Metrics.covered(asked.get(q), k);
                before[q] = right[q];
                usd += taken[q] * each[q];
            }
            points.add(new Point(k, usd / each.length, right));
        }
        return points;
    }

    private static List<Point> rotated(
            List<List<Sample>> asked,
            double[] each,
            List<Integer> ladder,
            Supplier<Votes.Counter> counters) {
        List<double[]> shares =
                asked.parallelStream()
                        .map(samples -> Votes.rotated(samples, ladder, counters))
                        .toList();
        double usd = IntStream.range(0, each.length).mapToDouble(q -> each[q]).sum() / each.length;
        List<Point> points = new ArrayList<>();
        for (int step = 0; step < ladder.size(); step++) {
            int at = step;
            double[] right = shares.stream().mapToDouble(share -> share[at]).toArray();
            points.add(new Point(ladder.get(step), ladder.get(step) * usd, right));
        }
        return points;
    }

    private List<Point> climbed(
            List<List<Sample>> asked, double[] each, int n, Climb.Verdict verdict) {
        return geometric(n).parallelStream()
                .map(k -> climbed(asked, each, k, n, verdict))
                .sorted(Comparator.comparingDouble(Point::usd))
                .toList();
    }

    private Point climbed(
            List<List<Sample>> asked, double[] each, int k, int n, Climb.Verdict verdict) {
        double[] right = new double[each.length];
        double usd = 0;
        int orders = Math.min(n, Math.max(FEWEST_ORDERS, CALLS / k));
        for (int q = 0; q < right.length; q++) {
            for (int order = 0; order < orders; order++) {
                Climb.Summit summit =
                        Climb.of(turned(asked.get(q), order * n / orders), k, verdict, seed);
                right[q] += summit.right() ? 1.0 / orders : 0;
                usd += summit.calls() * each[q] / orders;
            }
        }
        return new Point(k, usd / each.length, right);
    }

    private static List<Sample> turned(List<Sample> samples, int from) {
        return Stream.concat(
                        samples.subList(from, samples.size()).stream(),
                        samples.subList(0, from).stream())
                .toList();
    }

    /** Numbers up to {@code n}, each about a quarter above the one before. */
    private static Collection<Integer> geometric(int n) {
        TreeSet<Integer> steps = new TreeSet<>();
        for (double k = 1; k < n; k = Math.max(k + 1, k * 1.25)) {
            steps.add((int) k);
        }
        steps.add(n);
        return steps;
    }

    private static Outcome.Answered checkedBy(Sample sample) {
        return new Outcome.Answered(
                sample.answer(),
                sample.answer().isEmpty() ? null : sample.answer(),
                sample.correct() ? 1.0 : 0.0,
                sample.correct(),
                null,
                "");
    }

    private static Outcome.Answered scoredBy(Sample sample, Votes.Weight weight) {
        return new Outcome.Answered(
                sample.answer(),
                sample.answer().isEmpty() ? null : sample.answer(),
                weight.of(sample),
                null,
                null,
                "");
    }

    /** What was recorded of a tree is one point: all of it. */
    private List<Family> tree(Recorded.Trees trees) {
        Map<String, Recorded.Run> runs = new HashMap<>();
        trees.runs().forEach(run -> runs.put(run.question(), run));
        Map<String, Double> usd = new HashMap<>();
        set.usage()
                .getOrDefault(trees.method(), List.of())
                .forEach(usage -> usd.put(usage.question(), price.of(usage)));
        double cost =
                questions.stream().mapToDouble(q -> usd.getOrDefault(q, 0.0)).average().orElse(0);
        double[] any = new double[questions.size()];
        double[] top = new double[questions.size()];
        int ends = 0;
        for (int q = 0; q < any.length; q++) {
            Recorded.Run run = runs.get(questions.get(q));
            if (run != null) {
                any[q] = run.ends().contains(true) ? 1 : 0;
                top[q] = run.ends().getFirst() ? 1 : 0;
                ends = Math.max(ends, run.ends().size());
            }
        }
        return List.of(
                new Family(
                        trees.method(),
                        "tree",
                        Verified.CHECKER,
                        List.of(new Point(ends, cost, any))),
                new Family(
                        trees.method(),
                        "tree",
                        Verified.NONE,
                        List.of(new Point(ends, cost, top))));
    }
}
