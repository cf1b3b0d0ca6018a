package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.WebSearchTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The official OpenAI SDK's Responses API, answered by a provider that speaks chat. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class ResponsesClientTest {

    private World world;
    private OpenAIClient client;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "");
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl("http://127.0.0.1:" + world.port() + "/v1")
                        .apiKey("none-needed-yet")
                        .responseValidation(true)
                        .build();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    private static ResponseCreateParams.Builder question() {
        return ResponseCreateParams.builder().model("mini").input("What is 17*23?");
    }

    @Test
    void a_question_is_answered_and_carries_its_receipt() {
        world.alpha.answersJson(200, Answers.whole("17*23 is 391", 10, 5));
        Response answer =
                client.responses()
                        .create(question().instructions("Be brief.").maxOutputTokens(50).build());
        assertThat(text(answer)).isEqualTo("17*23 is 391");
        assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(15);
        assertThat(answer.instructions().orElseThrow().asString()).isEqualTo("Be brief.");
        assertThat(receipt(answer)).contains("provider=alpha", "model=mini", "cost_usd=");
        assertThat(world.alpha.onlyCall().bodyText())
                .isEqualTo(
                        "{\"model\":\"up-mini\",\"messages\":[{\"role\":\"system\",\"content\":"
                                + "\"Be brief.\"},{\"role\":\"user\",\"content\":"
                                + "\"What is 17*23?\"}],\"max_tokens\":50}");
        assertThat(world.newest().outcome().code()).isEqualTo("ok");
        assertThat(world.newest().usage()).isNotNull();
    }

    @Test
    void a_stream_is_what_the_sdk_puts_together_to_the_whole() {
        world.alpha.answers(call -> call.stream(10, 5, "one ", "two ", "drei €"));
        ResponseAccumulator whole = ResponseAccumulator.createWithSnapshots();
        StringBuilder text = new StringBuilder();
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(question().build())) {
            stream.stream()
                    .peek(whole::accumulate)
                    .flatMap(event -> event.outputTextDelta().stream())
                    .forEach(delta -> text.append(delta.delta()));
        }
        assertThat(text).hasToString("one two drei €");
        assertThat(text(whole.response())).isEqualTo("one two drei €");
        assertThat(text(whole.reconstructedResponse())).isEqualTo("one two drei €");
        assertThat(whole.response().usage().orElseThrow().inputTokens()).isEqualTo(10);
        assertThat(receipt(whole.response())).contains("provider=alpha", "saved_usd=");
        assertThat(world.alpha.onlyCall().bodyText())
                .contains("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    }

    @Test
    void a_tool_loop_goes_round_with_nothing_stored() {
        world.alpha.answersJson(
                200,
                """
                {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                "message":{"role":"assistant","content":null,"reasoning_content":"I add.",
                "tool_calls":[{"id":"call_7",
                "type":"function","function":{"name":"add","arguments":"{\\"a\\":17,\\"b\\":23}"}}]},
                "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":9,"completion_tokens":7,
                "total_tokens":16}}
                """);
        Response first = client.responses().create(question().addTool(add()).build());
        ResponseFunctionToolCall asked =
                first.output().stream()
                        .flatMap(item -> item.functionCall().stream())
                        .findFirst()
                        .orElseThrow();
        assertThat(asked.arguments()).isEqualTo("{\"a\":17,\"b\":23}");

        world.alpha.answersJson(200, Answers.whole("40", 30, 2));
        List<ResponseInputItem> history = new ArrayList<>();
        history.add(
                ResponseInputItem.ofMessage(
                        ResponseInputItem.Message.builder()
                                .role(ResponseInputItem.Message.Role.USER)
                                .addInputTextContent("What is 17+23?")
                                .build()));
        first.output()
                .forEach(item -> {
                    item.reasoning().map(ResponseInputItem::ofReasoning).ifPresent(history::add);
                    item.functionCall()
                            .map(ResponseInputItem::ofFunctionCall)
                            .ifPresent(history::add);
                });
        history.add(
                ResponseInputItem.ofFunctionCallOutput(
                        ResponseInputItem.FunctionCallOutput.builder()
                                .callId(asked.callId())
                                .output("40")
                                .build()));
        Response second =
                client.responses()
                        .create(
                                ResponseCreateParams.builder()
                                        .model("mini")
                                        .inputOfResponse(history)
                                        .addTool(add())
                                        .build());
        assertThat(text(second)).isEqualTo("40");
        assertThat(world.alpha.calls().get(1).bodyText())
                .contains(
                        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":"
                                + "\"call_7\",\"type\":\"function\",\"function\":{\"name\":\"add\","
                                + "\"arguments\":\"{\\\"a\\\":17,\\\"b\\\":23}\"}}]},{\"role\":"
                                + "\"tool\",\"tool_call_id\":\"call_7\",\"content\":\"40\"}")
                .doesNotContain("I add.");
    }

    private static FunctionTool add() {
        return FunctionTool.builder()
                .name("add")
                .strict(true)
                .parameters(
                        FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(
                                                Map.of(
                                                        "a", Map.of("type", "integer"),
                                                        "b", Map.of("type", "integer"))))
                                .build())
                .build();
    }

    @Test
    void streamed_calls_are_put_together_by_the_sdk() {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.role());
            call.event(
                    tool(
                            "{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":"
                                    + "{\"name\":\"add\",\"arguments\":\"\"}}"));
            call.event(
                    tool(
                            "{\"index\":1,\"id\":\"call_b\",\"type\":\"function\",\"function\":"
                                    + "{\"name\":\"add\",\"arguments\":\"{}\"}}"));
            call.event(tool("{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":1}\"}}"));
            call.event(Answers.finish("tool_calls"));
            call.event(Answers.usage(4, 3));
            call.done();
        });
        ResponseAccumulator whole = ResponseAccumulator.createWithSnapshots();
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(question().addTool(add()).build())) {
            stream.stream().forEach(whole::accumulate);
        }
        assertThat(whole.reconstructedResponse().output())
                .extracting(item -> item.asFunctionCall().arguments())
                .containsExactly("{\"a\":1}", "{}");
        assertThat(whole.response().output())
                .extracting(item -> item.asFunctionCall().callId())
                .containsExactly("call_a", "call_b");
        assertThat(world.newest().stopReason()).hasToString("TOOL");
    }

    private static String tool(String piece) {
        return Answers.chunk(
                "[{\"index\":0,\"delta\":{\"tool_calls\":["
                        + piece
                        + "]},\"finish_reason\":null}]");
    }

    /** What a structured answer is made into. */
    static final class Sum {
        public int total;
        public String unit;
    }

    @Test
    void structured_output_passes_the_schema_and_comes_back_as_an_object() {
        world.alpha.answersJson(200, Answers.whole("{\"total\":391,\"unit\":\"EUR\"}", 10, 5));
        var answer = client.responses().create(question().text(Sum.class).build());
        Sum sum = answer.output().getFirst().asMessage().content().getFirst().asOutputText();
        assertThat(sum.total).isEqualTo(391);
        assertThat(sum.unit).isEqualTo("EUR");
        assertThat(world.alpha.onlyCall().bodyText())
                .contains(
                        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":",
                        "\"additionalProperties\":false",
                        "\"strict\":true");
    }

    @Test
    void a_stream_cut_in_the_middle_fails_and_never_ends_cleanly() {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.role());
            call.event(Answers.piece("half of"));
            call.cut();
        });
        List<ResponseStreamEvent> came = new ArrayList<>();
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(question().build())) {
            stream.stream().forEach(came::add);
        }
        assertThat(came).noneMatch(event -> event.completed().isPresent());
        assertThat(came)
                .flatExtracting(event -> event.failed().stream().toList())
                .singleElement()
                .satisfies(failed -> assertThat(text(failed.response())).isEqualTo("half of"));
        assertThat(came.getLast().asError().message()).contains("broke off");
        assertThat(world.newest().outcome().code()).isEqualTo("cut");
    }

    @Test
    void an_answer_that_met_its_limit_is_incomplete() {
        world.alpha.answersJson(
                200,
                Answers.whole("half", 3, 2)
                        .replace("\"finish_reason\":\"stop\"", "\"finish_reason\":\"length\""));
        Response answer = client.responses().create(question().build());
        assertThat(answer.status()).contains(ResponseStatus.INCOMPLETE);
        assertThat(answer.incompleteDetails().orElseThrow().reason().orElseThrow().asString())
                .isEqualTo("max_output_tokens");
    }

    @Test
    void what_would_need_storage_or_tools_of_openai_is_refused_by_name() {
        assertThatThrownBy(() ->
                        client.responses().create(question().previousResponseId("resp_1").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("previous_response_id")
                .hasMessageContaining("not stored");
        WebSearchTool search = WebSearchTool.builder().type(WebSearchTool.Type.WEB_SEARCH).build();
        assertThatThrownBy(() -> client.responses().create(question().addTool(search).build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("web_search");
        assertThatThrownBy(() -> client.responses().retrieve("resp_1"))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.responses().delete("resp_1"))
                .isInstanceOf(NotFoundException.class);
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void a_field_that_no_provider_has_words_for_is_a_400_that_names_it() throws Exception {
        Wire.Answer answer =
                Wire.post(
                        world.port(),
                        "/v1/responses",
                        "{\"model\":\"mini\",\"input\":\"x\",\"shiny\":true}");
        JsonNode error = answer.json().path("error");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(error.path("param").asText()).isEqualTo("shiny");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(world.alpha.calls()).isEmpty();
    }

    private static String text(Response response) {
        StringBuilder text = new StringBuilder();
        response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(part -> part.outputText().stream())
                .forEach(part -> text.append(part.text()));
        return text.toString();
    }

    @SuppressWarnings("deprecation") // the SDK has no other way to a field that it does not know
    private static String receipt(Response answer) {
        return String.valueOf(answer._additionalProperties().get("undercut"));
    }
}
