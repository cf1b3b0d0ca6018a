package dev.undercut.provider.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.provider.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A sandbox and the few lines every test needs to talk to it as a client would: in bytes. */
final class Sandbox {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_790_000_000));

    private static final Pattern ANSWER = Pattern.compile("Answer: (.+)$");

    final SandboxProvider provider;

    Sandbox(long seed) {
        this.provider = new SandboxProvider(seed, CLOCK, Pacing.none());
    }

    /** A request with one message of the user. */
    static ObjectNode ask(String model, String text) {
        ObjectNode ask = JSON.createObjectNode().put("model", model);
        ask.putArray("messages").addObject().put("role", "user").put("content", text);
        return ask;
    }

    static ObjectNode say(ObjectNode ask, String role, String text) {
        ((ArrayNode) ask.path("messages")).addObject().put("role", role).put("content", text);
        return ask;
    }

    record Reply(int status, String type, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }

        JsonNode choice(int index) {
            return json().path("choices").path(index);
        }

        String content() {
            return choice(0).path("message").path("content").asText();
        }

        String answer() {
            return answerIn(content());
        }

        /** The JSON of every event but the last, which has to be [DONE]. */
        List<JsonNode> events() {
            List<String> data =
                    body.lines()
                            .filter(line -> line.startsWith("data: "))
                            .map(line -> line.substring(6))
                            .toList();
            if (!data.getLast().equals("[DONE]")) {
                throw new AssertionError("no [DONE]: " + body);
            }
            return data.subList(0, data.size() - 1).stream()
                    .map(event -> new Reply(status, type, event).json())
                    .toList();
        }
    }

    static String answerIn(String content) {
        return ANSWER.matcher(content)
                .results()
                .map((MatchResult m) -> m.group(1))
                .findFirst()
                .orElse(content);
    }

    Reply send(ObjectNode ask) {
        return send(ask.toString());
    }

    Reply send(String body) {
        Provider.Call call =
                new Provider.Call(
                        "/chat/completions",
                        Map.of(),
                        body.getBytes(StandardCharsets.UTF_8),
                        body.contains("\"stream\":true"),
                        Duration.ofSeconds(10));
        try (Provider.Answer answer = provider.post(call)) {
            String text = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
            return new Reply(answer.status(), String.valueOf(answer.header("Content-Type")), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The final answer to one question. */
    String answer(String model, String question) {
        return send(ask(model, question)).answer();
    }
}
