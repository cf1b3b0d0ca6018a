package dev.undercut.app.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.app.Setup;
import dev.undercut.app.Wiring;
import dev.undercut.compute.verify.Extractor;
import dev.undercut.compute.verify.ExtractorSpec;
import dev.undercut.compute.verify.Extractors;
import dev.undercut.compute.verify.Made;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.openai.OpenAi;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code undercut compute demo}: what each way of spending compute is worth on questions whose
 * answers are known, with what it costs beside it. Nothing but simulated models is called, unless
 * others are named.
 */
@Command(
        name = "demo",
        description =
                "Ask simulated models sums whose answers are known, plainly and with test-time"
                        + " compute: how many are right, and what it costs.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Mixin Setup setup = new Setup();

    @Option(
            names = "--questions",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many questions (default: ${DEFAULT-VALUE}).")
    int questions = 100;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the questions and of all chance (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(
            names = "--cheap",
            paramLabel = "MODEL",
            defaultValue = "sandbox-mini",
            description = "The model to lift (default: ${DEFAULT-VALUE}).")
    String cheap = "sandbox-mini";

    @Option(
            names = "--dear",
            paramLabel = "MODEL",
            defaultValue = "sandbox-large",
            description = "The one to compare it with (default: ${DEFAULT-VALUE}).")
    String dear = "sandbox-large";

    @Option(names = "--json", description = "One JSON document and nothing else.")
    boolean json;

    /** A way of asking. */
    private record Method(String name, String model, String compute, boolean checked) {}

    /** A question and its answer. */
    private record Sum(String text, String answer) {}

    /** How a method did. */
    private record Score(Method method, int right, int asked, long calls, BigDecimal cost) {}

    @Override
    public Integer call() throws IOException {
        if (questions < 1) {
            throw new Setup.UsageException(setup.line(), "--questions: expected 1 or more");
        }
        List<Sum> sums = sums();
        List<Score> scores = new ArrayList<>();
        Path folder = Files.createTempDirectory("undercut-demo");
        try (Wiring house = setup.unpaced(folder)) {
            for (Method method : methods()) {
                scores.add(score(house, method, sums));
            }
        } finally {
            delete(folder);
        }
        if (json) {
            setup.out().println(document(scores));
        } else {
            setup.out().print(Printed.table(rows(scores)));
        }
        setup.out().flush();
        return CommandLine.ExitCode.OK;
    }

    private List<Method> methods() {
        String two = "\"models\":[\"" + cheap + "\",\"" + dear + "\"]";
        return List.of(
                new Method("one call", cheap, "", false),
                new Method("vote of 8", cheap, "{\"strategy\":\"vote\",\"n\":8}", false),
                new Method("best of 8, checked", cheap, "{\"strategy\":\"best\",\"n\":8}", true),
                new Method(
                        "cascade: two agree, else the dear one",
                        cheap,
                        "{\"strategy\":\"cascade\",\"models\":[\""
                                + cheap
                                + "\",\"sandbox-small\",\""
                                + dear
                                + "\"]}",
                        false),
                new Method(
                        "AB-MCTS of 8 over two models, checked",
                        cheap,
                        "{\"strategy\":\"abmcts\",\"n\":8," + two + "}",
                        true),
                new Method("one call of the dear model", dear, "", false));
    }

    /** Two products, a sum and a difference: hard enough for a cheap model to err often. */
    private List<Sum> sums() {
        SplittableRandom dice = new SplittableRandom(seed);
        List<Sum> sums = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            int a = dice.nextInt(12, 99);
            int b = dice.nextInt(12, 99);
            int c = dice.nextInt(12, 99);
            int d = dice.nextInt(3, 20);
            int e = dice.nextInt(100, 999);
            String text = "What is %d*%d + %d*%d - %d?".formatted(a, b, c, d, e);
            sums.add(new Sum(text, Integer.toString(a * b + c * d - e)));
        }
        return sums;
    }

    private Score score(Wiring house, Method method, List<Sum> sums) throws IOException {
        Extractor numbers =
                switch (Extractors.of(new ExtractorSpec.LastNumber())) {
                    case Made.Ready<Extractor>(Extractor made) -> made;
                    case Made.Refused<Extractor>(String field, String message) ->
                            throw new IllegalStateException(message);
                };
        int right = 0;
        long calls = 0;
        BigDecimal cost = BigDecimal.ZERO;
        for (int i = 0; i < sums.size(); i++) {
            Kept answer = new Kept();
            byte[] body = body(method, sums.get(i), i);
            house.calls().chat(house.calls().admit(new OpenAi(), null, answer), body);
            JsonNode said = answer.document();
            if (said.has("error")) {
                throw new IOException(said.at("/error/message").asText());
            }
            String text = said.at("/choices/0/message/content").asText();
            right += numbers.extract(text).filter(sums.get(i).answer()::equals).isPresent() ? 1 : 0;
            JsonNode run = said.at("/undercut/compute");
            calls += run.isMissingNode() ? 1 : run.path("calls").asLong();
            cost = cost.add(said.at("/undercut/cost_usd").decimalValue());
        }
        return new Score(method, right, sums.size(), calls, cost);
    }

    /** The client's seed makes every sample of the simulated models the same in every run. */
    private byte[] body(Method method, Sum sum, int number) throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("model", method.model());
        json.put("seed", seed * 1_000_000 + number * 1_000L);
        json.put("temperature", 1);
        json.putArray("messages").addObject().put("role", "user").put("content", sum.text());
        if (!method.compute().isEmpty()) {
            ObjectNode wish = (ObjectNode) Json.MAPPER.readTree(method.compute());
            wish.put("seed", seed);
            wish.put("mode", "strict");
            // One call at a time, so that nothing depends on which of two is faster.
            wish.put("slots", 1);
            wish.put("extract", "last_number");
            if (method.checked()) {
                wish.putObject("verifier").put("type", "numeric").put("expected", sum.answer());
            }
            json.putObject("undercut").set("compute", wish);
        }
        return Json.MAPPER.writeValueAsBytes(json);
    }

    private static List<List<String>> rows(List<Score> scores) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("how", "model", "right", "of", "calls each", "USD for 1000 questions"));
        for (Score score : scores) {
            rows.add(
                    List.of(
                            score.method().name(),
                            score.method().model(),
                            Integer.toString(score.right()),
                            Integer.toString(score.asked()),
                            String.format(
                                    Locale.ROOT, "%.1f", (double) score.calls() / score.asked()),
                            perThousand(score)));
        }
        return rows;
    }

    private static String perThousand(Score score) {
        return score.cost()
                .multiply(BigDecimal.valueOf(1000))
                .divide(BigDecimal.valueOf(score.asked()), 4, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String document(List<Score> scores) {
        ArrayNode rows = Json.MAPPER.createArrayNode();
        for (Score score : scores) {
            ObjectNode row = rows.addObject();
            row.put("how", score.method().name());
            row.put("model", score.method().model());
            row.put("right", score.right());
            row.put("asked", score.asked());
            row.put("calls", score.calls());
            row.put("cost_usd", score.cost().toPlainString());
        }
        return rows.toPrettyString();
    }

    private static void delete(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
