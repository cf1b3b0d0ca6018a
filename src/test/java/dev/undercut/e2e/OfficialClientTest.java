package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.models.Model;
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

/** The official OpenAI SDK for Java against the running gateway. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class OfficialClientTest {

    private World world;
    private OpenAIClient client;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        // Each test has its own providers that fail; none shall be held against the next.
        world = new World(home, "resilience: {breaker: false, retries: 0, sticky: false}");
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl("http://127.0.0.1:" + world.port() + "/v1")
                        .apiKey("none-needed-yet")
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

    @Test
    void a_chat_is_answered_and_carries_its_receipt() {
        world.alpha.answersJson(200, Answers.whole("17*23 is 391", 10, 5));
        ChatCompletion answer = client.chat().completions().create(question("mini").build());
        assertThat(answer.choices().getFirst().message().content()).contains("17*23 is 391");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(15);
        assertThat(receipt(answer)).contains("provider=alpha", "model=mini", "cost_usd=");
    }

    @Test
    void a_stream_arrives_in_order_and_shows_usage_only_when_asked() {
        world.alpha.answers(call -> call.stream(10, 5, "one ", "two ", "drei €"));
        List<ChatCompletionChunk> plain = stream(question("mini").build());
        assertThat(text(plain)).isEqualTo("one two drei €");
        assertThat(plain).allMatch(chunk -> chunk.usage().isEmpty());
        assertThat(plain).noneMatch(chunk -> chunk.choices().isEmpty());
        assertThat(receipt(plain.getLast())).contains("provider=alpha", "saved_usd=");

        ChatCompletionStreamOptions asked =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        List<ChatCompletionChunk> counted = stream(question("mini").streamOptions(asked).build());
        assertThat(text(counted)).isEqualTo("one two drei €");
        assertThat(counted.getLast().usage().orElseThrow().promptTokens()).isEqualTo(10);
        assertThat(counted).filteredOn(chunk -> chunk.usage().isPresent()).hasSize(1);
        assertThat(world.alpha.calls())
                .allMatch(c -> c.bodyText().contains("include_usage\":true"));
    }

    @Test
    void a_tool_call_and_its_result_make_two_turns() {
        world.alpha.answersJson(
                200,
                """
                {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                "message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_7",
                "type":"function","function":{"name":"add","arguments":"{\\"a\\":17,\\"b\\":23}"}}]},
                "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":9,"completion_tokens":7,
                "total_tokens":16}}
                """);
        ChatCompletionCreateParams first = question("mini").addFunctionTool(add()).build();
        ChatCompletion call = client.chat().completions().create(first);
        var asked = call.choices().getFirst().message().toolCalls().orElseThrow().getFirst();
        assertThat(asked.asFunction().function().arguments()).isEqualTo("{\"a\":17,\"b\":23}");

        world.alpha.answersJson(200, Answers.whole("40", 30, 2));
        ChatCompletion end =
                client.chat()
                        .completions()
                        .create(
                                first.toBuilder()
                                        .addMessage(call.choices().getFirst().message())
                                        .addMessage(
                                                ChatCompletionToolMessageParam.builder()
                                                        .toolCallId("call_7")
                                                        .content("40")
                                                        .build())
                                        .build());
        assertThat(end.choices().getFirst().message().content()).contains("40");
        assertThat(world.alpha.calls().get(1).bodyText())
                .contains("\"tool_call_id\":\"call_7\"", "\"tools\":[", "\\\"a\\\":17");
        assertThat(world.newest().outcome().code()).isEqualTo("ok");
    }

    private static FunctionDefinition add() {
        return FunctionDefinition.builder()
                .name("add")
                .parameters(
                        FunctionParameters.builder()
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
    void streamed_tool_calls_keep_their_pieces() {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.role());
            for (String piece : List.of("{\\\"a\\\":", "1}")) {
                call.event(
                        Answers.chunk(
                                "[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
                                        + "\"function\":{\"arguments\":\""
                                        + piece
                                        + "\"}}]},\"finish_reason\":null}]"));
            }
            call.event(Answers.finish("tool_calls"));
            call.event(Answers.usage(4, 3));
            call.done();
        });
        String arguments = "";
        for (ChatCompletionChunk chunk : stream(question("mini").build())) {
            for (var tool : chunk.choices().getFirst().delta().toolCalls().orElse(List.of())) {
                arguments += tool.function().orElseThrow().arguments().orElse("");
            }
        }
        assertThat(arguments).isEqualTo("{\"a\":1}");
        assertThat(world.newest().stopReason()).hasToString("TOOL");
    }

    /** What a structured answer is made into. */
    static final class Sum {
        public int total;
        public String unit;
    }

    @Test
    void structured_output_passes_the_schema_and_comes_back_as_an_object() {
        world.alpha.answersJson(200, Answers.whole("{\"total\":391,\"unit\":\"EUR\"}", 10, 5));
        var answer =
                client.chat()
                        .completions()
                        .create(question("mini").responseFormat(Sum.class).build());
        Sum sum = answer.choices().getFirst().message().content().orElseThrow();
        assertThat(sum.total).isEqualTo(391);
        assertThat(sum.unit).isEqualTo("EUR");
        assertThat(world.alpha.onlyCall().bodyText())
                .contains("\"json_schema\"", "\"additionalProperties\":false", "\"total\"");
    }

    @Test
    void pictures_pass_through() {
        String picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";
        var image =
                ChatCompletionContentPartImage.builder()
                        .imageUrl(
                                ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url(picture)
                                        .build())
                        .build();
        ChatCompletionCreateParams params =
                ChatCompletionCreateParams.builder()
                        .model("mini")
                        .addUserMessageOfArrayOfContentParts(
                                List.of(
                                        ChatCompletionContentPart.ofText(
                                                ChatCompletionContentPartText.builder()
                                                        .text("What is this?")
                                                        .build()),
                                        ChatCompletionContentPart.ofImageUrl(image)))
                        .build();
        client.chat().completions().create(params);
        assertThat(world.alpha.onlyCall().bodyText())
                .contains("{\"url\":\"" + picture + "\"")
                .contains("\"model\":\"up-mini\"");
    }

    @Test
    void models_can_be_listed_and_looked_at() {
        List<String> ids = client.models().list().autoPager().stream().map(Model::id).toList();
        assertThat(ids).contains("mini", "big", "own", "undercut/auto").doesNotHaveDuplicates();
        assertThat(client.models().retrieve("mini").id()).isEqualTo("mini");
        assertThat(client.models().retrieve("undercut/auto").id()).isEqualTo("undercut/auto");
        assertThat(client.models().retrieve("beta/mini").id()).isEqualTo("beta/mini");
        assertThatThrownBy(() -> client.models().retrieve("nothing-like-it"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nothing-like-it");
    }

    @Test
    void an_unknown_model_is_not_found_and_near_names_are_said() {
        assertThatThrownBy(() -> client.chat().completions().create(question("minni").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("minni")
                .hasMessageContaining("mini");
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void a_bad_request_says_what_is_wrong() {
        ChatCompletionCreateParams params =
                question("mini")
                        .putAdditionalBodyProperty(
                                "undercut", JsonValue.from(Map.of("qualty_min", 50)))
                        .build();
        assertThatThrownBy(() -> client.chat().completions().create(params))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("qualty_min");
    }

    @Test
    void preferences_in_the_body_are_heeded_and_never_forwarded() {
        ChatCompletionCreateParams params =
                question("mini")
                        .putAdditionalBodyProperty(
                                "undercut",
                                JsonValue.from(
                                        Map.of("providers", Map.of("ignore", List.of("alpha")))))
                        .build();
        client.chat().completions().create(params);
        assertThat(world.alpha.calls()).isEmpty();
        assertThat(world.beta.onlyCall().bodyText()).doesNotContain("undercut", "ignore");
    }

    @Test
    void after_all_offers_have_failed_the_sdk_does_not_try_again() {
        world.alpha.answersJson(503, Answers.error("overloaded"));
        world.beta.answersJson(503, Answers.error("overloaded"));
        world.gamma.answersJson(429, Answers.error("slow down"), "Retry-After: 1");
        assertThatThrownBy(() -> client.chat().completions().create(question("mini").build()))
                .isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> client.chat().completions().create(question("mini").build()))
                .isInstanceOf(OpenAIException.class);
        assertThat(world.alpha.calls()).hasSize(2);
        assertThat(world.beta.calls()).hasSize(2);
        assertThat(world.gamma.calls()).hasSize(2);
    }

    @Test
    void the_only_offer_failing_is_left_to_the_sdk_to_try_again() {
        world.alpha.answersJson(500, Answers.error("oops"), "retry-after-ms: 1");
        assertThatThrownBy(() -> client.chat().completions().create(question("alone").build()))
                .isInstanceOf(InternalServerException.class);
        assertThat(world.alpha.calls()).hasSize(3);
    }

    @Test
    void a_stream_cut_in_the_middle_is_an_error_and_never_a_clean_end() {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.role());
            call.event(Answers.piece("half of"));
            call.cut();
        });
        List<ChatCompletionChunk> came = new ArrayList<>();
        assertThatThrownBy(
                        () -> {
                            try (StreamResponse<ChatCompletionChunk> answer =
                                    client.chat()
                                            .completions()
                                            .createStreaming(question("mini").build())) {
                                answer.stream().forEach(came::add);
                            }
                        })
                .isInstanceOf(SseException.class)
                .hasMessageContaining("broke off");
        assertThat(text(came)).isEqualTo("half of");
        assertThat(world.newest().outcome().code()).isEqualTo("cut");
    }

    @SuppressWarnings("deprecation") // the SDK has no other way to a field that it does not know
    private static String receipt(ChatCompletion answer) {
        return String.valueOf(answer._additionalProperties().get("undercut"));
    }

    @SuppressWarnings("deprecation") // as above
    private static String receipt(ChatCompletionChunk chunk) {
        return String.valueOf(chunk._additionalProperties().get("undercut"));
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(params)) {
            return answer.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .forEach(choice -> text.append(choice.delta().content().orElse("")));
        return text.toString();
    }

    private static ChatCompletionCreateParams.Builder question(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("What is 17*23?");
    }
}
