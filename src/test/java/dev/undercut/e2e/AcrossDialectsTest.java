package dev.undercut.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.undercut.chat.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's client to a provider of Anthropic's dialect, and the other way round. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class AcrossDialectsTest {
    private FakeProvider claude;
    private World world;
    private AnthropicClient anthropic;
    private OpenAIClient openai;

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
                            models:
                              claude: {upstream_id: claude-up, price: {input: 3, output: 15}, \
                        context: 200000, max_output: 64000, ci: 60, \
                        features: [tools, vision, json_schema, reasoning]}
                        """,
                        opened -> claude.port());
        String address = "http://127.0.0.1:" + world.port();
        anthropic =
                AnthropicOkHttpClient.builder().baseUrl(address).apiKey("x").maxRetries(0).build();
        openai =
                OpenAIOkHttpClient.builder()
                        .baseUrl(address + "/v1")
                        .apiKey("x")
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    void stop() throws Exception {
        anthropic.close();
        openai.close();
        world.close();
        claude.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        claude.reset();
    }

    private static ChatCompletionCreateParams.Builder toClaude() {
        return ChatCompletionCreateParams.builder()
                .model("claude")
                .addSystemMessage("Be brief.")
                .addUserMessage("What is 17*23?");
    }

    private static MessageCreateParams.Builder toMini() {
        return MessageCreateParams.builder()
                .model("mini")
                .maxTokens(256)
                .system("Be brief.")
                .addUserMessage("What is 17*23?");
    }

    @Test
    void an_openai_client_is_answered_by_a_provider_of_messages() {
        claude.answersJson(
                200,
                Claude.whole(
                        "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"S\"},"
                                + Claude.text("391"),
                        "end_turn",
                        "{\"input_tokens\":10,\"cache_read_input_tokens\":2,"
                                + "\"output_tokens\":5}"));
        ChatCompletion answer =
                openai.chat()
                        .completions()
                        .create(toClaude().reasoningEffort(ReasoningEffort.LOW).build());
        assertThat(answer.choices().getFirst().message().content()).contains("391");
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(12);
        FakeProvider.Call call = claude.onlyCall();
        assertThat(call.head().firstLine()).startsWith("POST /v1/messages ");
        assertThat(call.head().first("anthropic-version")).contains("2023-06-01");
        assertThat(call.bodyText())
                .contains("\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\"}]")
                .contains("\"max_tokens\":32000", "\"effort\":\"low\"", "\"model\":\"claude-up\"");
        assertThat(world.newest().usage()).isEqualTo(new Usage(10, 2, 0, 0, 5, 0));
    }

    @Test
    void an_openai_client_streams_from_a_provider_of_messages() {
        claude.answers(call -> {
            call.beginStream();
            call.chunk(
                    (Claude.start(10)
                                    + Claude.textBlock(0, "one ", "two")
                                    + Claude.open(
                                            1,
                                            "{\"type\":\"tool_use\",\"id\":\"toolu_1\","
                                                    + "\"name\":\"add\",\"input\":{}}")
                                    + Claude.more(
                                            1,
                                            "{\"type\":\"input_json_delta\",\"partial_json\":"
                                                    + "\"{\\\"a\\\":1}\"}")
                                    + Claude.close(1)
                                    + Claude.end("tool_use", 5))
                            .getBytes(UTF_8));
            call.endStream();
        });
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (var answer = openai.chat().completions().createStreaming(toClaude().build())) {
            answer.stream().forEach(chunks::add);
        }
        StringBuilder text = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        for (ChatCompletionChunk chunk : chunks) {
            for (var choice : chunk.choices()) {
                text.append(choice.delta().content().orElse(""));
                choice.delta()
                        .toolCalls()
                        .orElse(List.of())
                        .forEach(call ->
                                arguments.append(
                                        call.function().orElseThrow().arguments().orElse("")));
            }
        }
        assertThat(text).hasToString("one two");
        assertThat(arguments).hasToString("{\"a\":1}");
        assertThat(world.newest().usage()).isEqualTo(Usage.of(10, 5));
        assertThat(world.newest().outcome().code()).isEqualTo("ok");
    }

    @Test
    void what_a_provider_has_no_words_for_is_refused_by_its_name() {
        assertThatThrownBy(() ->
                        openai.chat()
                                .completions()
                                .create(toClaude().frequencyPenalty(0.5).build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("frequency_penalty");
        assertThat(claude.calls()).isEmpty();
    }

    @Test
    void an_anthropic_client_is_answered_by_a_provider_of_completions() {
        world.alpha.answersJson(200, Answers.whole("391", 10, 5));
        Message answer = anthropic.messages().create(toMini().build());
        assertThat(answer.content().getFirst().asText().text()).isEqualTo("391");
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.usage().inputTokens()).isEqualTo(10);
        assertThat(answer.usage().outputTokens()).isEqualTo(5);
        assertThat(world.alpha.onlyCall().bodyText())
                .contains("Be brief.", "\"model\":\"up-mini\"", "256");
        assertThat(String.valueOf(answer._additionalProperties().get("undercut")))
                .contains("provider=alpha");
    }

    @Test
    void an_anthropic_client_streams_from_a_provider_of_completions() {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.role());
            call.event(Answers.piece("Let me "));
            call.event(Answers.piece("see."));
            for (String part :
                    List.of(
                            "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                                    + "{\"name\":\"add\",\"arguments\":\"\"}}",
                            "{\"index\":1,\"id\":\"call_2\",\"type\":\"function\",\"function\":"
                                    + "{\"name\":\"sub\",\"arguments\":\"{\\\"b\\\":\"}}",
                            "{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":1}\"}}",
                            "{\"index\":1,\"function\":{\"arguments\":\"2}\"}}")) {
                call.event(
                        Answers.chunk(
                                "[{\"index\":0,\"delta\":{\"tool_calls\":["
                                        + part
                                        + "]},\"finish_reason\":null}]"));
            }
            call.event(Answers.finish("tool_calls"));
            call.event(Answers.usage(10, 9));
            call.done();
        });
        MessageAccumulator whole = MessageAccumulator.create();
        List<RawMessageStreamEvent> events = new ArrayList<>();
        try (StreamResponse<RawMessageStreamEvent> answer =
                anthropic.messages().createStreaming(toMini().build())) {
            answer.stream().forEach(events::add);
        }
        events.forEach(whole::accumulate);
        Message message = whole.message();
        assertThat(message.content().getFirst().asText().text()).isEqualTo("Let me see.");
        assertThat(message.content().get(1).asToolUse().name()).isEqualTo("add");
        assertThat(message.content().get(1).asToolUse()._input().toString()).contains("a=1");
        assertThat(message.content().get(2).asToolUse()._input().toString()).contains("b=2");
        assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(message.usage().inputTokens()).isEqualTo(10);
        assertThat(message.usage().outputTokens()).isEqualTo(9);
        assertThat(world.newest().usage()).isEqualTo(Usage.of(10, 9));
    }
}
