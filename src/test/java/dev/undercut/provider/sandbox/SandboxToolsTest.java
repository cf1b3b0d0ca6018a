package dev.undercut.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SandboxToolsTest {

    private static final String CALCULATOR =
            """
            [{"type":"function","function":{"name":"calculate","parameters":{"type":"object",
            "properties":{"expression":{"type":"string"}},"required":["expression"]}}}]\
            """;

    private static final String ADD_AND_MULTIPLY =
            """
            [{"type":"function","function":{"name":"add","parameters":{"type":"object",
            "properties":{"a":{"type":"number"},"b":{"type":"number"}}}}},
            {"type":"function","function":{"name":"multiply","parameters":{"type":"object",
            "properties":{"a":{"type":"number"},"b":{"type":"number"}}}}}]\
            """;

    private static final String WEATHER =
            """
            [{"type":"function","function":{"name":"weather","parameters":{"type":"object",
            "properties":{"city":{"type":"string"},"days":{"type":"integer"},
            "unit":{"type":"string","enum":["C","F"]}},"required":["city"]}}}]\
            """;

    private final Sandbox sandbox = new Sandbox(1);

    private static ObjectNode ask(String model, String text, String tools)
            throws JsonProcessingException {
        ObjectNode ask = Sandbox.ask(model, text).put("seed", 42);
        ask.set("tools", Sandbox.JSON.readTree(tools));
        return ask;
    }

    private JsonNode called(ObjectNode ask) {
        return sandbox.send(ask).choice(0).at("/message/tool_calls/0/function");
    }

    @Test
    void a_strong_model_reaches_for_the_calculator() throws JsonProcessingException {
        Sandbox.Reply reply = sandbox.send(ask("sandbox-large", "What is 4821*763?", CALCULATOR));
        JsonNode call = reply.choice(0).at("/message/tool_calls/0");

        assertThat(reply.choice(0).path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(reply.choice(0).at("/message/content").isNull()).isTrue();
        assertThat(call.path("id").asText()).startsWith("call_");
        assertThat(call.at("/function/arguments").asText())
                .isEqualTo("{\"expression\":\"4821*763\"}");
    }

    @Test
    void a_weak_model_does_so_only_when_told() throws JsonProcessingException {
        ObjectNode ask = ask("sandbox-mini", "What is 4821*763?", CALCULATOR);
        JsonNode unasked = called(ask);
        JsonNode told = called(ask.put("tool_choice", "required"));

        assertThat(unasked.isMissingNode()).isTrue();
        assertThat(told.path("name").asText()).isEqualTo("calculate");
    }

    @Test
    void of_two_tools_the_one_that_fits_is_called() throws JsonProcessingException {
        JsonNode call = called(ask("sandbox-large", "What is 4821*763?", ADD_AND_MULTIPLY));

        assertThat(call.path("name").asText()).isEqualTo("multiply");
        assertThat(call.path("arguments").asText()).isEqualTo("{\"a\":4821,\"b\":763}");
    }

    @Test
    void a_named_tool_is_called_whatever_it_does() throws JsonProcessingException {
        ObjectNode ask = ask("sandbox-small", "Weather in Paris", WEATHER);
        ask.putObject("tool_choice")
                .put("type", "function")
                .putObject("function")
                .put("name", "weather");

        assertThat(called(ask).path("arguments").asText())
                .isEqualTo("{\"city\":\"Weather in Paris\",\"days\":0,\"unit\":\"C\"}");
    }

    @Test
    void a_tool_that_does_not_help_is_left_alone() throws JsonProcessingException {
        assertThat(called(ask("sandbox-large", "What is 17*23?", WEATHER)).isMissingNode())
                .isTrue();
        assertThat(
                        called(
                                        ask("sandbox-large", "What is 17*23?", CALCULATOR)
                                                .put("tool_choice", "none"))
                                .isMissingNode())
                .isTrue();
    }

    @Test
    void the_result_of_a_tool_is_the_answer() throws JsonProcessingException {
        ObjectNode ask = ask("sandbox-large", "What is 4821*763?", CALCULATOR);
        Sandbox.say(ask, "tool", "{\"result\": 3678423}");

        assertThat(sandbox.send(ask).content())
                .isEqualTo("The tool returned {\"result\": 3678423}\nAnswer: 3678423");
    }

    @Test
    void a_streamed_call_comes_in_pieces_that_join_to_the_whole() throws JsonProcessingException {
        ObjectNode ask = ask("sandbox-large", "What is 4821*763 + 991 - 12?", CALCULATOR);
        List<JsonNode> calls =
                sandbox.send(ask.put("stream", true)).events().stream()
                        .map(e -> e.at("/choices/0/delta/tool_calls/0"))
                        .filter(c -> !c.isMissingNode())
                        .toList();

        assertThat(calls.getFirst().at("/function/name").asText()).isEqualTo("calculate");
        assertThat(calls.stream().skip(1)).noneMatch(c -> c.has("id"));
        assertThat(
                        calls.stream()
                                .map(c -> c.at("/function/arguments").asText())
                                .collect(Collectors.joining()))
                .isEqualTo("{\"expression\":\"4821*763 + 991 - 12\"}");
    }

    @Test
    void a_call_keeps_within_the_output_limit() throws JsonProcessingException {
        ObjectNode ask = ask("sandbox-large", "What is 4821*763?", CALCULATOR).put("max_tokens", 4);
        Sandbox.Reply reply = sandbox.send(ask);

        assertThat(reply.json().at("/usage/completion_tokens").asInt()).isLessThanOrEqualTo(4);
        assertThat(reply.choice(0).path("finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void a_model_without_tools_says_so() throws JsonProcessingException {
        Sandbox.Reply reply = sandbox.send(ask("sandbox-nano", "What is 17*23?", CALCULATOR));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/param").asText()).isEqualTo("tools");
    }

    @Test
    void any_json_is_an_object_with_the_answer() {
        ObjectNode ask = Sandbox.ask("sandbox-large", "What is 17*23?").put("seed", 42);
        ask.putObject("response_format").put("type", "json_object");

        assertThat(sandbox.send(ask).content()).isEqualTo("{\"answer\":391}");
    }

    @Test
    void a_schema_is_filled() throws JsonProcessingException {
        ObjectNode ask = Sandbox.ask("sandbox-large", "What is 17*23?").put("seed", 42);
        ask.set(
                "response_format",
                Sandbox.JSON.readTree(
                        """
                        {"type":"json_schema","json_schema":{"name":"sum","schema":{"type":"object",
                        "properties":{"steps":{"type":"array","items":{"$ref":"#/$defs/step"}},
                        "result":{"type":"integer"},"label":{"type":["string","null"]},
                        "sure":{"type":"boolean"},"unit":{"enum":["none","km"]}},
                        "$defs":{"step":{"type":"object","properties":{
                        "explanation":{"type":"string"},"value":{"type":"number"}}}}}}}\
                        """));

        assertThat(sandbox.send(ask).content())
                .isEqualTo(
                        "{\"steps\":[{\"explanation\":\"17*23 = 17*20 + 17*3 = 340 + 51 = 391\","
                                + "\"value\":391}],\"result\":391,\"label\":\"391\",\"sure\":true,"
                                + "\"unit\":\"none\"}");
    }
}
