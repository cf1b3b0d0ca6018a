package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import dev.undercut.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The official OpenAI SDK, answered by a provider that speaks Anthropic's Messages. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class TranslatedChatTest {
    private static final String CALL =
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-up",
             "content":[{"type":"text","text":"I add."},{"type":"tool_use","id":"toolu_7",
              "name":"add","input":{"a":17,"b":23}}],
             "stop_reason":"tool_use","stop_sequence":null,
             "usage":{"input_tokens":9,"output_tokens":7}}
            """;
    private static final String ANSWER =
            """
            {"id":"msg_2","type":"message","role":"assistant","model":"claude-up",
             "content":[{"type":"text","text":"40"}],"stop_reason":"end_turn",
             "stop_sequence":null,"usage":{"input_tokens":20,"output_tokens":2}}
            """;

    private final FakeProvider claude;
    private World world;
    private OpenAIClient client;

    TranslatedChatTest() throws Exception {
        claude = new FakeProvider();
    }

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world =
                new World(
                        home,
                        """
                          delta:
                            dialect: anthropic
                            base_url: http://127.0.0.1:%1$d/v1
                            api_key: sk-ant-0123456789abcdef
                            models:
                              claude: {upstream_id: claude-up, price: {input: 3, output: 15}, \
                        context: 200000, max_output: 64000, ci: 60, \
                        features: [tools, vision, json_schema, reasoning]}
                        """,
                        opened -> claude.port());
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
        claude.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        claude.reset();
    }

    private static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder()
                .model("claude")
                .addSystemMessage("Be brief.")
                .addUserMessage("What is 17+23?")
                .addFunctionTool(
                        FunctionDefinition.builder()
                                .name("add")
                                .parameters(
                                        FunctionParameters.builder()
                                                .putAdditionalProperty(
                                                        "type", JsonValue.from("object"))
                                                .putAdditionalProperty(
                                                        "properties", JsonValue.from(Map.of()))
                                                .build())
                                .build());
    }

    private JsonNode sent(int call) {
        byte[] body = claude.calls().get(call).bodyText().getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(Json.tree(body));
    }

    @Test
    void a_tool_loop_goes_round_in_both_languages() {
        claude.answersJson(200, CALL);
        ChatCompletion first = client.chat().completions().create(question().build());
        var choice = first.choices().getFirst();
        assertThat(choice.finishReason().asString()).isEqualTo("tool_calls");
        assertThat(choice.message().content()).contains("I add.");
        var call = choice.message().toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(first.usage().orElseThrow().totalTokens()).isEqualTo(16);
        assertThat(sent(0).at("/messages/0/role").asText()).isEqualTo("user");
        assertThat(sent(0).path("system").toString()).contains("Be brief.");

        claude.answersJson(200, ANSWER);
        ChatCompletion second =
                client.chat()
                        .completions()
                        .create(
                                question()
                                        .addMessage(choice.message())
                                        .addMessage(
                                                ChatCompletionToolMessageParam.builder()
                                                        .toolCallId(call.id())
                                                        .content("40")
                                                        .build())
                                        .build());
        assertThat(second.choices().getFirst().message().content()).contains("40");
        JsonNode messages = sent(1).path("messages");
        assertThat(messages.at("/1/content").findValuesAsText("type")).contains("text", "tool_use");
        assertThat(messages.at("/2/content/0/type").asText()).isEqualTo("tool_result");
        assertThat(messages.at("/2/content/0/tool_use_id").asText()).isEqualTo(call.id());
        assertThat(world.newest().outcome().code()).isEqualTo("ok");
    }

    @Test
    void a_stream_is_what_the_sdk_puts_together_to_the_whole() {
        claude.answers(call -> {
            call.beginStream();
            for (String[] event : EVENTS) {
                call.chunk(
                        ("event: " + event[0] + "\ndata: " + event[1] + "\n\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
            call.endStream();
        });
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        ChatCompletionStreamOptions counted =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat()
                        .completions()
                        .createStreaming(question().streamOptions(counted).build())) {
            stream.stream().forEach(whole::accumulate);
        }
        var choice = whole.chatCompletion().choices().getFirst();
        assertThat(choice.message().content()).contains("I add.");
        assertThat(choice.finishReason().asString()).isEqualTo("tool_calls");
        var call = choice.message().toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.id()).isEqualTo("toolu_7");
        assertThat(call.function().arguments()).isEqualTo("{\"a\":17}");
        assertThat(whole.chatCompletion().usage().orElseThrow().promptTokens()).isEqualTo(9);
    }

    private static final String[][] EVENTS = {
        {
            "message_start",
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":"
                    + "\"assistant\",\"model\":\"claude-up\",\"content\":[],\"stop_reason\":null,"
                    + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}"
        },
        {
            "content_block_start",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\","
                    + "\"text\":\"\"}}"
        },
        {
            "content_block_delta",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
                    + "\"text\":\"I add.\"}}"
        },
        {"content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"},
        {
            "content_block_start",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\","
                    + "\"id\":\"toolu_7\",\"name\":\"add\",\"input\":{}}}"
        },
        {
            "content_block_delta",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\","
                    + "\"partial_json\":\"{\\\"a\\\":\"}}"
        },
        {
            "content_block_delta",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\","
                    + "\"partial_json\":\"17}\"}}"
        },
        {"content_block_stop", "{\"type\":\"content_block_stop\",\"index\":1}"},
        {
            "message_delta",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":"
                    + "null},\"usage\":{\"output_tokens\":7}}"
        },
        {"message_stop", "{\"type\":\"message_stop\"}"},
    };

    @Test
    void the_responses_api_reaches_the_same_provider() {
        claude.answersJson(200, ANSWER);
        Response answer =
                client.responses()
                        .create(
                                ResponseCreateParams.builder()
                                        .model("claude")
                                        .input("What is 17+23?")
                                        .build());
        assertThat(
                        answer.output()
                                .getFirst()
                                .asMessage()
                                .content()
                                .getFirst()
                                .asOutputText()
                                .text())
                .isEqualTo("40");
        assertThat(sent(0).path("max_tokens").asLong()).isPositive();
    }
}
