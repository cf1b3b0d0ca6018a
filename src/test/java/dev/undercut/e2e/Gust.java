package dev.undercut.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request of the storm. All of it follows from its number, so that the provider that receives
 * it knows what to do, and the client what to expect, without a word between them.
 *
 * @param mark what its answer must carry and no other
 * @param claude whether its model speaks Anthropic's dialect where it is cheapest
 * @param fault what the cheapest provider does to it
 */
record Gust(int number, String mark, Kind kind, boolean stream, boolean claude, Fault fault) {

    private static final Pattern MARK = Pattern.compile("gust-(\\d+)-[0-9a-f]{16}");
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final long SEED = 20_261_122;

    /** The client's dialect. */
    enum Kind {
        CHAT("/v1/chat/completions"),
        MESSAGES("/v1/messages"),
        RESPONSES("/v1/responses"),
        EMBEDDINGS("/v1/embeddings");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }

    /** What goes wrong. */
    enum Fault {
        NONE,
        /** 429. */
        RATE_LIMITED,
        /** 500. */
        BROKEN,
        /** The connection is reset before the status line. */
        CUT_BEFORE,
        /** The connection ends in the middle of the answer. */
        CUT_INSIDE,
        /** The answer comes in drips. */
        SLOW,
        /** The client goes away in the middle. */
        CLIENT_GONE
    }

    static Gust of(int number) {
        SplittableRandom random = new SplittableRandom(SEED ^ number);
        String mark = "gust-%d-%016x".formatted(number, random.nextLong());
        int kind = random.nextInt(10);
        Kind of =
                kind < 4
                        ? Kind.CHAT
                        : kind < 7 ? Kind.MESSAGES : kind < 9 ? Kind.RESPONSES : Kind.EMBEDDINGS;
        boolean stream = of != Kind.EMBEDDINGS && random.nextBoolean();
        int dice = random.nextInt(100);
        Fault fault = dice < 60 ? Fault.NONE : Fault.values()[1 + dice % 6];
        return new Gust(number, mark, of, stream, random.nextInt(3) == 0, fault);
    }

    /** The gust that a provider has received. */
    static Gust in(String body) {
        Matcher found = MARK.matcher(body);
        if (!found.find()) {
            throw new AssertionError("no mark in " + body);
        }
        return of(Integer.parseInt(found.group(1)));
    }

    String path() {
        return kind.path;
    }

    String body() {
        String model = kind == Kind.EMBEDDINGS ? "small" : claude ? "claude" : "mini";
        String said = "\"Say " + mark + "\"";
        String turns = "[{\"role\":\"user\",\"content\":" + said + "}]";
        return "{\"model\":\"%s\",\"stream\":%s,%s}"
                .formatted(
                        model,
                        stream,
                        switch (kind) {
                            case CHAT -> "\"messages\":" + turns;
                            case MESSAGES -> "\"max_tokens\":512,\"messages\":" + turns;
                            case RESPONSES -> "\"input\":" + turns;
                            case EMBEDDINGS -> "\"input\":" + said;
                        })
                .replace(kind == Kind.EMBEDDINGS ? "\"stream\":false," : "\0", "");
    }

    /** What its provider says, in pieces. */
    List<String> pieces() {
        return List.of("I say ", mark, " \u20ac\ud83d\ude00 ", "and no more.");
    }

    int promptTokens() {
        return 10 + number % 997;
    }

    int completionTokens() {
        return kind == Kind.EMBEDDINGS ? 0 : 5 + number % 89;
    }

    /** A vector that only this gust gets. */
    String vector() {
        return "[" + number + ".5,-1.25]";
    }

    /** What the client was told: the answer's text, or of embeddings the vector. */
    String text(Wire.Answer answer) throws IOException {
        if (!stream) {
            JsonNode body = answer.json();
            return switch (kind) {
                case CHAT -> body.at("/choices/0/message/content").asText();
                case MESSAGES -> body.at("/content/0/text").asText();
                case RESPONSES -> body.at("/output/0/content/0/text").asText();
                case EMBEDDINGS -> body.at("/data/0/embedding").toString();
            };
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events(answer)) {
            text.append(
                    switch (kind) {
                        case CHAT -> event.at("/choices/0/delta/content").asText("");
                        case MESSAGES -> event.at("/delta/text").asText("");
                        case RESPONSES ->
                                event.path("type").asText().equals("response.output_text.delta")
                                        ? event.path("delta").asText()
                                        : "";
                        case EMBEDDINGS -> throw new AssertionError("no stream");
                    });
        }
        return text.toString();
    }

    /** Whether a stream ended as its dialect ends one. */
    boolean isEnded(Wire.Answer answer) {
        return switch (kind) {
            case CHAT -> answer.text().endsWith("data: [DONE]\n\n");
            case MESSAGES -> answer.text().contains("event: message_stop\n");
            case RESPONSES -> answer.text().contains("event: response.completed\n");
            case EMBEDDINGS -> false;
        };
    }

    private static List<JsonNode> events(Wire.Answer answer) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : answer.text().split("\n", -1)) {
            if (line.startsWith("data: {")) {
                events.add(MAPPER.readTree(line.substring("data: ".length())));
            }
        }
        return events;
    }
}
