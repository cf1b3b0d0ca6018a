package dev.undercut.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingConfigEnabled;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.models.ModelInfo;
import dev.undercut.chat.Usage;
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

/** The official Anthropic SDK for Java against the running gateway. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class AnthropicClientTest {
    private static final String KEY = "sk-ant-0123456789abcdef";

    private FakeProvider claude;
    private World world;
    private AnthropicClient client;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        claude = new FakeProvider();
        world =
                new World(
                        home,
                        """
                          delta:
                            dialect: anthropic
                            base_url: http://127.0.0.1:%1$d/v1
                            api_key: sk-ant-0123456789abcdef
                            models:
                              claude: {upstream_id: claude-up, price: {input: 3, cached_input: 0.3, \
                        cache_write: 3.75, cache_write_1h: 6, output: 15}, context: 200000, \
                        max_output: 64000, ci: 60, features: [tools, vision, json_schema, reasoning]}
                        """,
                        opened -> claude.port());
        client =
                AnthropicOkHttpClient.builder()
                        .baseUrl("http://127.0.0.1:" + world.port())
                        .apiKey("none-needed-yet")
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        world.close();
        claude.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        claude.reset();
        claude.answersJson(
                200, Claude.whole(Claude.text("hello"), "end_turn", Claude.usage(10, 5)));
    }

    private static MessageCreateParams.Builder question(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(256)
                .addUserMessage("What is 17*23?");
    }

    private void streams(String events) {
        claude.answers(call -> {
            call.beginStream();
            call.chunk(events.getBytes(UTF_8));
            call.endStream();
        });
    }

    private List<RawMessageStreamEvent> stream(MessageCreateParams params) {
        try (StreamResponse<RawMessageStreamEvent> answer =
                client.messages().createStreaming(params)) {
            return answer.stream().toList();
        }
    }

    private static Message whole(List<RawMessageStreamEvent> events) {
        MessageAccumulator message = MessageAccumulator.create();
        events.forEach(message::accumulate);
        return message.message();
    }

    private static String text(Message message) {
        StringBuilder text = new StringBuilder();
        message.content().forEach(block -> block.text().ifPresent(t -> text.append(t.text())));
        return text.toString();
    }

    @Test
    void a_message_is_answered_and_carries_its_receipt() {
        claude.answersJson(
                200,
                Claude.whole(
                        Claude.text("17*23 is 391"),
                        "end_turn",
                        "{\"input_tokens\":10,\"cache_read_input_tokens\":2,"
                                + "\"cache_creation_input_tokens\":7,\"cache_creation\":{"
                                + "\"ephemeral_5m_input_tokens\":3,"
                                + "\"ephemeral_1h_input_tokens\":4},\"output_tokens\":5}"));
        Message answer = client.messages().create(question("claude").build());
        assertThat(text(answer)).isEqualTo("17*23 is 391");
        assertThat(answer._additionalProperties().get("undercut")).isNotNull();
        assertThat(String.valueOf(answer._additionalProperties().get("undercut")))
                .contains("provider=delta", "model=claude", "cost_usd=");
        assertThat(world.newest().usage()).isEqualTo(new Usage(10, 2, 3, 4, 5, 0));
        assertThat(world.newest().dialect()).isEqualTo("anthropic");
        // 10 x 3 + 2 x 0.3 + 3 x 3.75 + 4 x 6 + 5 x 15 millionths of a dollar
        assertThat(String.valueOf(world.newest().cost())).contains("0.00014085");
    }

    @Test
    void the_body_passes_byte_for_byte_with_the_providers_own_key_and_version() throws Exception {
        String body =
                "{ \"model\": \"claude\",\"max_tokens\":8,\"new\":{\"a\":1.00},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"h\\u0069\"}]}";
        Wire.Answer answer =
                Wire.post(
                        world.port(),
                        "/v1/messages",
                        body,
                        "x-api-key: mine",
                        "anthropic-version: 2023-06-01",
                        "anthropic-beta: context-1m-2026",
                        "x-private: no");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("request-id")).isEqualTo(answer.header("x-undercut-request-id"));
        FakeProvider.Call call = claude.onlyCall();
        assertThat(call.bodyText()).isEqualTo(body.replace("\"claude\"", "\"claude-up\""));
        assertThat(call.head().first("x-api-key")).contains(KEY);
        assertThat(call.head().first("anthropic-version")).contains("2023-06-01");
        assertThat(call.head().first("anthropic-beta")).contains("context-1m-2026");
        assertThat(call.head().first("authorization")).isEmpty();
        assertThat(call.head().first("x-private")).isEmpty();
    }

    @Test
    void a_stream_arrives_in_order_with_the_receipt_on_its_last_delta() {
        streams(
                Claude.start(10)
                        + Claude.textBlock(0, "one ", "zwei €")
                        + Claude.end("end_turn", 5));
        List<RawMessageStreamEvent> events = stream(question("claude").build());
        assertThat(text(whole(events))).isEqualTo("one zwei €");
        assertThat(events.getLast().isMessageStop()).isTrue();
        var last = events.get(events.size() - 2).asMessageDelta();
        assertThat(String.valueOf(last._additionalProperties().get("undercut")))
                .contains("provider=delta", "saved_usd=");
        assertThat(world.newest().usage()).isEqualTo(Usage.of(10, 5));
    }

    private static Tool add() {
        return Tool.builder()
                .name("add")
                .description("Adds.")
                .inputSchema(
                        Tool.InputSchema.builder()
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
    void a_tool_call_and_its_result_make_two_turns() {
        claude.answersJson(
                200,
                Claude.whole(
                        Claude.text("I add.")
                                + ",{\"type\":\"tool_use\",\"id\":\"toolu_7\",\"name\":\"add\","
                                + "\"input\":{\"a\":17,\"b\":23}}",
                        "tool_use",
                        Claude.usage(20, 9)));
        MessageCreateParams first = question("claude").addTool(add()).build();
        Message asked = client.messages().create(first);
        assertThat(asked.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(asked.content().get(1).asToolUse()._input().toString()).contains("a=17");

        claude.answersJson(200, Claude.whole(Claude.text("40"), "end_turn", Claude.usage(30, 2)));
        Message end =
                client.messages()
                        .create(
                                first.toBuilder()
                                        .addMessage(asked)
                                        .addUserMessageOfContentBlockParams(
                                                List.of(
                                                        ContentBlockParam.ofToolResult(
                                                                ToolResultBlockParam.builder()
                                                                        .toolUseId("toolu_7")
                                                                        .content("40")
                                                                        .build())))
                                        .build());
        assertThat(text(end)).isEqualTo("40");
        assertThat(claude.calls().get(1).bodyText())
                .contains("\"tool_use_id\":\"toolu_7\"", "\"tools\":[");
    }

    @Test
    void streamed_thinking_and_calls_keep_their_blocks() {
        streams(
                Claude.start(10)
                        + Claude.open(
                                0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
                        + Claude.more(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}")
                        + Claude.more(0, "{\"type\":\"signature_delta\",\"signature\":\"S\"}")
                        + Claude.close(0)
                        + Claude.open(
                                1,
                                "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"add\","
                                        + "\"input\":{}}")
                        + Claude.more(
                                1,
                                "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":1}\"}")
                        + Claude.close(1)
                        + Claude.end("tool_use", 9));
        Message message =
                whole(
                        stream(
                                question("claude")
                                        .maxTokens(4000)
                                        .addTool(add())
                                        .thinking(
                                                ThinkingConfigEnabled.builder()
                                                        .budgetTokens(2000)
                                                        .build())
                                        .build()));
        assertThat(message.content()).extracting(ContentBlock::isThinking).contains(true);
        assertThat(message.content().getFirst().asThinking().signature()).isEqualTo("S");
        assertThat(message.content().get(1).asToolUse()._input().toString()).contains("a=1");
        assertThat(claude.onlyCall().bodyText()).contains("\"budget_tokens\":2000");
        assertThat(world.newest().stopReason()).hasToString("TOOL");
    }

    @Test
    void pictures_pass_through() {
        client.messages()
                .create(
                        MessageCreateParams.builder()
                                .model("claude")
                                .maxTokens(8)
                                .addUserMessageOfContentBlockParams(
                                        List.of(
                                                ContentBlockParam.ofText(
                                                        TextBlockParam.builder()
                                                                .text("What is this?")
                                                                .build()),
                                                ContentBlockParam.ofImage(
                                                        ImageBlockParam.builder()
                                                                .source(
                                                                        Base64ImageSource.builder()
                                                                                .data("iVBORw0=")
                                                                                .mediaType(
                                                                                        Base64ImageSource
                                                                                                .MediaType
                                                                                                .IMAGE_PNG)
                                                                                .build())
                                                                .build())))
                                .build());
        assertThat(claude.onlyCall().bodyText()).contains("\"data\":\"iVBORw0=\"");
    }

    @Test
    void errors_have_the_shape_and_the_class_that_the_sdk_knows() {
        assertThatThrownBy(() -> client.messages().create(question("clod").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("clod");
        assertThatThrownBy(() ->
                        client.messages()
                                .create(
                                        question("claude")
                                                .putAdditionalBodyProperty(
                                                        "undercut",
                                                        JsonValue.from(Map.of("qulty", 1)))
                                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("qulty");
        claude.answersJson(529, Claude.error("overloaded_error", "Overloaded"));
        assertThatThrownBy(() -> client.messages().create(question("claude").build()))
                .isInstanceOfSatisfying(
                        InternalServerException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(529));
        assertThat(world.newest().status()).isEqualTo(529);
    }

    @Test
    void a_stream_cut_in_the_middle_is_an_error_and_never_a_clean_end() {
        claude.answers(call -> {
            call.beginStream();
            call.chunk((Claude.start(10) + Claude.textBlock(0, "half of")).getBytes(UTF_8));
            call.cut();
        });
        List<RawMessageStreamEvent> came = new ArrayList<>();
        assertThatThrownBy(
                        () -> {
                            try (StreamResponse<RawMessageStreamEvent> answer =
                                    client.messages().createStreaming(question("claude").build())) {
                                answer.stream().forEach(came::add);
                            }
                        })
                .isInstanceOf(AnthropicException.class)
                .hasMessageContaining("broke off");
        assertThat(came).noneMatch(RawMessageStreamEvent::isMessageStop);
        assertThat(world.newest().outcome().code()).isEqualTo("cut");
    }

    @Test
    void tokens_are_counted_by_the_provider_or_else_here() throws Exception {
        claude.answersJson(200, "{\"input_tokens\":1234}");
        MessageCountTokensParams params =
                MessageCountTokensParams.builder()
                        .model("claude")
                        .addUserMessage("What is 17*23?")
                        .build();
        assertThat(client.messages().countTokens(params).inputTokens()).isEqualTo(1234);
        assertThat(claude.onlyCall().head().firstLine())
                .startsWith("POST /v1/messages/count_tokens ");
        assertThat(claude.onlyCall().bodyText()).contains("\"model\":\"claude-up\"");
        long entries = world.house.ledger().newest(100).size();

        claude.answersJson(500, "{}");
        assertThat(client.messages().countTokens(params).inputTokens()).isBetween(5L, 50L);
        Wire.Answer own =
                Wire.post(
                        world.port(),
                        "/v1/messages/count_tokens",
                        "{\"model\":\"mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(own.json().path("input_tokens").asLong()).isPositive();
        assertThat(own.header("x-undercut-token-count")).isEqualTo("estimate");
        assertThat(world.house.ledger().newest(100)).as("free of cost").hasSize((int) entries);
    }

    @Test
    void models_are_listed_in_the_shape_of_who_asks() throws Exception {
        List<String> ids = client.models().list().autoPager().stream().map(ModelInfo::id).toList();
        assertThat(ids).contains("claude", "mini", "undercut/auto").doesNotHaveDuplicates();
        assertThat(client.models().retrieve("claude").displayName()).isEqualTo("claude");
        assertThatThrownBy(() -> client.models().retrieve("nothing-like-it"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nothing-like-it");
        assertThat(Wire.get(world.port(), "/v1/models").json().path("object").asText())
                .isEqualTo("list");
    }
}
