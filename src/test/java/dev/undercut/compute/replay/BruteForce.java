package dev.undercut.compute.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The definitions of the metrics, written down once more and as simply as can be: lists, loops and
 * exact binomials, nothing of the product's.
 */
final class BruteForce {
    private final Map<String, Double> found = new TreeMap<>();
    private String dataset = "";

    record Row(
            String question, String model, int index, String answer, boolean right, String score) {
        double points() {
            return Double.parseDouble(score);
        }

        String bits() {
            return answer.split(":", -1)[1];
        }
    }

    /** Every metric by {@code dataset,model,metric,k}. */
    static Map<String, Double> of(Path folder, Collection<String> datasets) throws IOException {
        BruteForce all = new BruteForce();
        for (String dataset : datasets) {
            all.dataset = dataset;
            all.read(folder);
        }
        return all.found;
    }

    static List<Row> rows(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord r : csv) {
                rows.add(
                        new Row(
                                r.getField("question_id"),
                                r.getField("model"),
                                Integer.parseInt(r.getField("sample_index")),
                                r.getField("answer"),
                                r.getField("correct").equals("1"),
                                r.getField("score")));
            }
        }
        return rows;
    }

    private void read(Path folder) throws IOException {
        List<Row> rows = rows(folder.resolve(dataset + ".samples.csv"));
        rows.sort(Comparator.comparingInt(Row::index));
        Map<String, Map<String, List<Row>>> models = new TreeMap<>();
        for (Row row : rows) {
            models.computeIfAbsent(row.model(), m -> new TreeMap<>())
                    .computeIfAbsent(row.question(), q -> new ArrayList<>())
                    .add(row);
        }
        boolean tested = Files.exists(folder.resolve(dataset + ".questions.jsonl"));
        boolean shares =
                rows.stream()
                        .filter(r -> !r.score().isEmpty())
                        .allMatch(r -> r.points() >= 0 && r.points() <= 1);
        models.forEach((model, questions) -> model(model, questions.values(), tested, shares));
        if (models.containsKey("Athene-70B")) {
            together(models);
        }
        Path usage = folder.resolve(dataset + ".usage.csv");
        if (Files.exists(usage)) {
            usage(usage);
            trees(folder.resolve(dataset + "-tot.trees.jsonl"));
        }
    }

    private void model(
            String model, Collection<List<Row>> questions, boolean tested, boolean shares) {
        int n = questions.iterator().next().size();
        if (n == 1) {
            put(model, "accuracy", 1, questions, q -> q.getFirst().right() ? 1 : 0);
            return;
        }
        Map<Integer, Double> coverage = new LinkedHashMap<>();
        for (int k : ks(n)) {
            coverage.put(k, put(model, "pass@k", k, questions, q -> coverage(q, k)));
            put(model, "majority_first@k", k, questions, q -> vote(q.subList(0, k), r -> 1));
            rotated(model, "majority_rot@k", k, questions, q -> vote(q, r -> 1));
            if (!questions.iterator().next().getFirst().score().isEmpty()) {
                rotated(model, "best_score_rot@k", k, questions, BruteForce::best);
                rotated(
                        model,
                        "weighted_rot@k",
                        k,
                        questions,
                        q -> vote(q, r -> shares ? r.points() : 1 / (1 + Math.exp(-r.points()))));
            }
            if (tested) {
                rotated(model, "behaviour_vote_rot@k", k, questions, q -> groups(q, false));
                rotated(model, "codet_rot@k", k, questions, q -> groups(q, true));
            }
        }
        if (n >= 40) {
            stop(model, "adaptive_beta_0.80", questions, q -> beta(q, new BigDecimal("0.80")));
            stop(model, "adaptive_beta_0.95", questions, q -> beta(q, new BigDecimal("0.95")));
            stop(model, "esc_w5", questions, BruteForce::window);
        }
        if (coverage.size() >= 8) {
            law(model, n, coverage);
        }
    }

    private static List<Integer> ks(int n) {
        return switch (n) {
            case 8 -> List.of(1, 2, 4, 8);
            case 10 -> List.of(1, 2, 4, 5, 8, 10);
            case 20 -> List.of(1, 2, 4, 5, 8, 10, 16, 20);
            case 40 -> List.of(1, 2, 4, 5, 8, 10, 16, 20, 32, 40);
            default -> List.of(1, 2, 4, 8, 16, 32, 64, 100);
        };
    }

    private static BigInteger choose(int n, int k) {
        BigInteger c = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            c = c.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return k > n ? BigInteger.ZERO : c;
    }

    private static double coverage(List<Row> q, int k) {
        int wrong = (int) q.stream().filter(r -> !r.right()).count();
        return 1
                - new BigDecimal(choose(wrong, k))
                        .divide(new BigDecimal(choose(q.size(), k)), MathContext.DECIMAL64)
                        .doubleValue();
    }

    private static int vote(List<Row> q, ToDoubleFunction<Row> weight) {
        Map<String, Double> votes = new LinkedHashMap<>();
        for (Row r : q) {
            if (!r.answer().isEmpty()) {
                votes.merge(r.answer(), weight.applyAsDouble(r), Double::sum);
            }
        }
        String winner = null;
        for (String answer : votes.keySet()) {
            boolean more =
                    winner == null
                            || votes.getOrDefault(answer, 0.0) > votes.getOrDefault(winner, 0.0);
            winner = more ? answer : winner;
        }
        for (Row r : q) {
            if (r.answer().equals(winner)) {
                return r.right() ? 1 : 0;
            }
        }
        return 0;
    }

    private static int best(List<Row> q) {
        Row best = q.getFirst();
        for (Row r : q) {
            best = r.points() > best.points() ? r : best;
        }
        return best.right() ? 1 : 0;
    }

    private static int groups(List<Row> q, boolean codet) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        q.forEach(r -> sizes.merge(r.bits(), 1, Integer::sum));
        double most = -1;
        String winner = "";
        for (Map.Entry<String, Integer> group : sizes.entrySet()) {
            long ones = group.getKey().chars().filter(c -> c == '1').count();
            double value = codet ? Math.sqrt(group.getValue()) * ones : group.getValue();
            if (value > most) {
                most = value;
                winner = group.getKey();
            }
        }
        for (Row r : q) {
            if (r.bits().equals(winner)) {
                return r.right() ? 1 : 0;
            }
        }
        return 0;
    }

    private void rotated(
            String model,
            String metric,
            int k,
            Collection<List<Row>> questions,
            Function<List<Row>, Integer> choose) {
        put(
                model,
                metric,
                k,
                questions,
                q -> {
                    double right = 0;
                    for (int from = 0; from < q.size(); from++) {
                        List<Row> turned = new ArrayList<>();
                        for (int i = 0; i < k; i++) {
                            turned.add(q.get((from + i) % q.size()));
                        }
                        right += choose.apply(turned);
                    }
                    return right / q.size();
                });
    }

    /** Right or not, and how many samples. */
    private static double[] beta(List<Row> q, BigDecimal confidence) {
        for (int i = 1; i <= 40; i++) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            q.subList(0, i).forEach(r -> counts.merge(r.answer(), 1, Integer::sum));
            List<Integer> sorted =
                    counts.values().stream().sorted(Comparator.reverseOrder()).toList();
            int v1 = sorted.getFirst();
            int v2 = sorted.size() > 1 ? sorted.get(1) : 0;
            int n = v1 + v2 + 1;
            BigInteger sum = BigInteger.ZERO;
            for (int j = v1 + 1; j <= n; j++) {
                sum = sum.add(choose(n, j));
            }
            BigDecimal p =
                    BigDecimal.ONE.subtract(
                            new BigDecimal(sum).divide(new BigDecimal(BigInteger.TWO.pow(n))));
            if (p.compareTo(confidence) >= 0 || i == 40) {
                return new double[] {vote(q.subList(0, i), r -> 1), i};
            }
        }
        throw new AssertionError();
    }

    private static double[] window(List<Row> q) {
        for (int from = 0; from < 40; from += 5) {
            List<Row> window = q.subList(from, from + 5);
            if (new HashSet<>(window.stream().map(Row::answer).toList()).size() == 1) {
                return new double[] {vote(window, r -> 1), from + 5};
            }
        }
        return new double[] {vote(q.subList(0, 40), r -> 1), 40};
    }

    private void stop(
            String model,
            String metric,
            Collection<List<Row>> questions,
            Function<List<Row>, double[]> stopping) {
        put(model, metric + "_acc", 40, questions, q -> stopping.apply(q)[0]);
        put(model, metric + "_samples", 40, questions, q -> stopping.apply(q)[1]);
    }

    /** By the closed form of a line through the means. */
    private void law(String model, int n, Map<Integer, Double> coverage) {
        List<double[]> points = new ArrayList<>();
        coverage.forEach((k, c) -> {
            if (c > 0 && c < 1) {
                points.add(new double[] {Math.log(k), Math.log(-Math.log(c))});
            }
        });
        double x = points.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        double y = points.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        double xy = points.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
        double xx = points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
        put(model, "powerlaw_a", n, Math.exp(y - xy / xx * x));
        put(model, "powerlaw_b", n, xy / xx);
    }

    private void together(Map<String, Map<String, List<Row>>> models) {
        together(
                models,
                "trio-cheap",
                "gpt-4o-mini-2024-07-18",
                "gemini-1.5-flash",
                "claude-3-haiku-20240307");
        together(
                models,
                "trio-open",
                "Meta-Llama-3.1-70B-Instruct",
                "Qwen2-72B-Instruct",
                "Athene-70B");
        together(
                models,
                "five-small",
                "Meta-Llama-3.1-8B-Instruct",
                "gemma-2-9b-it",
                "Qwen2-7B-Instruct",
                "Phi-3.5-mini-instruct",
                "Yi-1.5-9B-Chat");
    }

    private void together(
            Map<String, Map<String, List<Row>>> models, String name, String... members) {
        double majority = 0;
        double oracle = 0;
        double accepted = 0;
        double escalated = 0;
        double[] single = new double[members.length];
        var questions = only(models, members[0]).keySet();
        for (String question : questions) {
            List<Row> asked = new ArrayList<>();
            for (int i = 0; i < members.length; i++) {
                asked.add(only(only(models, members[i]), question).getFirst());
                single[i] += asked.get(i).right() ? 1 : 0;
            }
            majority += vote(asked, r -> 1);
            oracle += asked.stream().anyMatch(Row::right) ? 1 : 0;
            boolean agree =
                    !asked.get(0).answer().isEmpty()
                            && asked.get(0).answer().equals(asked.get(1).answer());
            Row dear = only(only(models, "claude-3-5-sonnet-20241022"), question).getFirst();
            accepted += (agree ? asked.get(0) : dear).right() ? 1 : 0;
            escalated += agree ? 0 : 1;
        }
        int n = questions.size();
        double best = 0;
        for (double right : single) {
            best = Math.max(best, right / n);
        }
        put(name, "multi_best_single", members.length, best);
        put(name, "multi_majority", members.length, majority / n);
        put(name, "multi_oracle", members.length, oracle / n);
        put(name, "cascade_agree2_acc", 2, accepted / n);
        put(name, "cascade_agree2_escalated", 2, escalated / n);
    }

    private void usage(Path file) throws IOException {
        Map<String, List<Double>> dollars = new TreeMap<>();
        Map<String, Integer> outputs = new TreeMap<>();
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            dollars.computeIfAbsent(cells[1], m -> new ArrayList<>())
                    .add(Long.parseLong(cells[2]) * 30e-6 + Long.parseLong(cells[3]) * 60e-6);
            outputs.put(cells[1], Integer.parseInt(cells[4]));
        }
        dollars.forEach((method, all) ->
                put(
                        method,
                        "usd_per_question_at_30_60",
                        only(outputs, method),
                        all.stream().mapToDouble(d -> d).average().orElseThrow()));
    }

    private void trees(Path file) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            trees.add(new ObjectMapper().readTree(line));
        }
        double any = 0;
        double top = 0;
        double mean = 0;
        double candidates = 0;
        for (JsonNode tree : trees) {
            int right = 0;
            for (JsonNode end : tree.get("final")) {
                right += end.get("correct").booleanValue() ? 1 : 0;
            }
            any += right > 0 ? 1 : 0;
            top += tree.get("final").get(0).get("correct").booleanValue() ? 1 : 0;
            mean += right / 5.0;
            for (JsonNode step : tree.get("steps")) {
                candidates += step.get("candidates").size();
            }
        }
        String method = "gpt-4/tot-bfs-b5";
        put(method, "tot_any", 5, any / trees.size());
        put(method, "tot_top1", 5, top / trees.size());
        put(method, "tot_mean", 5, mean / trees.size());
        put(method, "tot_candidates", 5, candidates / trees.size());
    }

    private static <T> T only(Map<String, T> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private double put(
            String model,
            String metric,
            int k,
            Collection<List<Row>> questions,
            ToDoubleFunction<List<Row>> figure) {
        double mean = questions.stream().mapToDouble(figure).average().orElseThrow();
        put(model, metric, k, mean);
        return mean;
    }

    private void put(String model, String metric, int k, double value) {
        found.put(dataset + "," + model + "," + metric + "," + k, value);
    }
}
