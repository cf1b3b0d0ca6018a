package dev.undercut.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes that come out, as any client of the OpenAI dialect sees them. */
class SandboxWireTest {

    private static final String MUL = "What is 17*23?";

    private final Sandbox sandbox = new Sandbox(1);

    private static ObjectNode seeded(String model) {
        return Sandbox.ask(model, MUL).put("seed", 42);
    }

    private static ObjectNode streamed(ObjectNode ask) {
        ask.put("stream", true).putObject("stream_options").put("include_usage", true);
        return ask;
    }

    /** Compares with a file of expected bytes; -Dgolden.update=true writes it anew. */
    private static void assertGolden(String name, String actual) throws IOException {
        Path file = Path.of("src/test/resources/golden/sandbox", name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }

    @Test
    void a_whole_answer_has_exactly_these_bytes() throws IOException {
        Sandbox.Reply reply = sandbox.send(seeded("sandbox-large"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).isEqualTo("application/json");
        assertGolden("completion.json", reply.body());
    }

    @Test
    void a_stream_has_exactly_these_bytes() throws IOException {
        Sandbox.Reply reply = sandbox.send(streamed(seeded("sandbox-large")));

        assertThat(reply.type()).isEqualTo("text/event-stream; charset=utf-8");
        assertGolden("stream.sse", reply.body());
    }

    @Test
    void a_stream_of_a_reasoning_model_has_exactly_these_bytes() throws IOException {
        ObjectNode ask = seeded("sandbox-reasoner").put("reasoning_effort", "low");

        assertGolden("reasoning.sse", sandbox.send(streamed(ask)).body());
    }

    @Test
    void the_same_seed_gives_the_same_bytes_and_none_gives_fresh_samples() {
        ObjectNode ask = Sandbox.ask("sandbox-nano", "What is 4821*763?");
        List<String> fresh = List.of(sent(ask), sent(ask), sent(ask), sent(ask), sent(ask));
        ask.put("seed", 5);

        assertThat(fresh).doesNotHaveDuplicates();
        assertThat(sent(ask)).isEqualTo(sent(ask)).isEqualTo(new Sandbox(1).send(ask).body());
        assertThat(new Sandbox(2).send(ask).body()).isNotEqualTo(sent(ask));
    }

    private String sent(ObjectNode ask) {
        return sandbox.send(ask).body();
    }

    @Test
    void a_sandbox_made_anew_repeats_itself_call_by_call() {
        ObjectNode ask = Sandbox.ask("sandbox-nano", "What is 4821*763?");
        Sandbox again = new Sandbox(1);

        assertThat(List.of(sent(ask), sent(ask)))
                .isEqualTo(List.of(again.send(ask).body(), again.send(ask).body()));
    }

    @Test
    void temperature_zero_always_says_the_same() {
        ObjectNode ask = Sandbox.ask("sandbox-nano", "What is 4821*763?").put("temperature", 0);

        assertThat(sandbox.send(ask).content()).isEqualTo(sandbox.send(ask).content());
    }

    @Test
    void a_stream_says_what_the_whole_answer_says() {
        ObjectNode ask = Sandbox.ask("sandbox-reasoner", Problems.mix(2, 1).getFirst().text());
        ask.put("seed", 1);
        JsonNode whole = sandbox.send(ask).choice(0).path("message");
        List<JsonNode> events = sandbox.send(streamed(ask)).events();

        assertThat(joined(events, "content", 0)).isEqualTo(whole.path("content").asText());
        assertThat(joined(events, "reasoning_content", 0))
                .isEqualTo(whole.path("reasoning_content").asText());
    }

    private static String joined(List<JsonNode> events, String field, int choice) {
        return events.stream()
                .map(e -> e.path("choices").path(0))
                .filter(c -> c.path("index").asInt(-1) == choice)
                .map(c -> c.path("delta").path(field).asText())
                .collect(Collectors.joining());
    }

    @Test
    void usage_comes_once_and_only_when_asked_for() {
        List<JsonNode> with = sandbox.send(streamed(seeded("sandbox-mini"))).events();
        List<JsonNode> without = sandbox.send(seeded("sandbox-mini").put("stream", true)).events();

        assertThat(with.getLast().path("choices")).isEmpty();
        assertThat(with.getLast().path("usage").path("total_tokens").asLong()).isPositive();
        assertThat(with.subList(0, with.size() - 1)).allMatch(e -> e.path("usage").isNull());
        assertThat(without).noneMatch(e -> e.has("usage"));
    }

    @Test
    void several_choices_differ_and_each_is_whole_in_a_stream() {
        ObjectNode ask =
                Sandbox.ask("sandbox-nano", "What is 4821*763?").put("n", 8).put("seed", 3);
        Sandbox.Reply whole = sandbox.send(ask);
        List<JsonNode> events = sandbox.send(streamed(ask)).events();

        assertThat(whole.json().path("choices")).hasSize(8);
        for (int i = 0; i < 8; i++) {
            assertThat(joined(events, "content", i))
                    .isEqualTo(whole.choice(i).path("message").path("content").asText());
        }
        assertThat(events.stream().filter(e -> finish(e).equals("stop"))).hasSize(8);
    }

    private static String finish(JsonNode event) {
        return event.path("choices").path(0).path("finish_reason").asText();
    }

    @ParameterizedTest
    @CsvSource({"max_tokens,3", "max_completion_tokens,3", "max_tokens,1"})
    void an_output_limit_cuts(String field, int limit) {
        Sandbox.Reply reply = sandbox.send(seeded("sandbox-large").put(field, limit));

        assertThat(reply.choice(0).path("finish_reason").asText()).isEqualTo("length");
        assertThat(reply.content()).isEqualTo("17*23 = 17*20 + 17*3".substring(0, limit * 4));
        assertThat(reply.json().path("usage").path("completion_tokens").asInt()).isEqualTo(limit);
    }

    @Test
    void an_output_limit_counts_reasoning_first() {
        Sandbox.Reply reply = sandbox.send(seeded("sandbox-reasoner").put("max_tokens", 10));
        JsonNode usage = reply.json().path("usage");

        assertThat(reply.content()).isEmpty();
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(10);
        assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void more_effort_thinks_longer() {
        assertThat(reasoning("none")).isZero();
        assertThat(reasoning("low")).isPositive().isLessThan(reasoning("medium"));
        assertThat(reasoning("medium")).isLessThan(reasoning("high"));
    }

    private int reasoning(String effort) {
        ObjectNode ask = seeded("sandbox-reasoner").put("reasoning_effort", effort);
        return sandbox.send(ask)
                .json()
                .at("/usage/completion_tokens_details/reasoning_tokens")
                .asInt();
    }

    @Test
    void a_stop_string_ends_the_answer_before_it() {
        ObjectNode ask = seeded("sandbox-large");
        ask.putArray("stop").add("never").add("\nAnswer");

        assertThat(sandbox.send(ask).content()).endsWith("= 391");
        assertThat(sandbox.send(seeded("sandbox-large").put("stop", "=")).content())
                .isEqualTo("17*23 ");
    }

    @Test
    void tokens_are_four_bytes_and_an_old_long_prefix_counts_as_cached() {
        ObjectNode ask = Sandbox.ask("sandbox-mini", "x".repeat(8_000));
        Sandbox.say(ask, "assistant", "y".repeat(400));
        Sandbox.say(ask, "user", MUL);
        JsonNode usage = sandbox.send(ask).json().path("usage");

        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(2_000 + 100 + 4);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(1_920);
    }

    @Test
    void pictures_are_taken_and_not_seen() {
        ObjectNode ask = Sandbox.JSON.createObjectNode().put("model", "sandbox-large");
        var parts = ask.putArray("messages").addObject().put("role", "user").putArray("content");
        parts.addObject().put("type", "text").put("text", MUL);
        parts.addObject().put("type", "image_url").putObject("image_url").put("url", "data:x");
        Sandbox.Reply reply = sandbox.send(ask.put("seed", 42));

        assertThat(reply.content()).startsWith("I cannot see images: I am a simulated model.");
        assertThat(reply.content()).endsWith("Answer: 391");
        assertThat(reply.json().at("/usage/prompt_tokens").asInt()).isEqualTo(89);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"sandbox-mini\"|400||",
                "[]|400||",
                "''|400||",
                "{\"messages\":[]}|400|model|",
                "{\"model\":\"gpt-4o\",\"messages\":[]}|404|model|model_not_found",
                "{\"model\":\"sandbox-mini\"}|400|messages|",
                "{\"model\":\"sandbox-mini\",\"messages\":[]}|400|messages|",
                "{\"model\":\"sandbox-mini\",\"messages\":\"hi\"}|400|messages|",
                "{\"model\":\"sandbox-mini\",\"messages\":[1]}|400|messages|",
            })
    void what_is_wrong_is_said_in_openai_shape(String body, int status, String param, String code) {
        Sandbox.Reply reply = sandbox.send(body);
        JsonNode error = reply.json().path("error");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").textValue()).isEqualTo(param);
        assertThat(error.path("code").textValue()).isEqualTo(code);
        assertThat(error).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "n,0",
        "n,1000",
        "n,1.5",
        "max_tokens,0",
        "max_tokens,-1",
        "temperature,3",
        "stream,1"
    })
    void a_parameter_out_of_range_is_named(String name, double value) {
        ObjectNode ask = seeded("sandbox-mini");
        ask.set(
                name,
                value == Math.rint(value)
                        ? Sandbox.JSON.getNodeFactory().numberNode((long) value)
                        : Sandbox.JSON.getNodeFactory().numberNode(value));
        Sandbox.Reply reply = sandbox.send(ask);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/param").asText()).isEqualTo(name);
    }

    @Test
    void a_prompt_past_the_context_is_refused_as_openai_does() {
        Sandbox.Reply reply = sandbox.send(Sandbox.ask("sandbox-nano", "x".repeat(140_000)));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("context_length_exceeded");
    }
}
