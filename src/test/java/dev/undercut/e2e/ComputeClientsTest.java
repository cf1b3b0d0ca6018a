package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The official SDKs read runs of test-time compute, progress and all. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
@SuppressWarnings("deprecation") // the SDK's way to what is beside its own fields
class ComputeClientsTest {
    /** Of each call. */
    private static final int INPUT = 10;

    private static final int OUTPUT = 5;
    private static final int CALLS = 4;

    private World world;
    private OpenAIClient openai;
    private AnthropicClient anthropic;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "");
        openai =
                OpenAIOkHttpClient.builder()
                        .baseUrl("http://127.0.0.1:" + world.port() + "/v1")
                        .apiKey("none-needed-yet")
                        .responseValidation(true)
                        .build();
        anthropic =
                AnthropicOkHttpClient.builder()
                        .baseUrl("http://127.0.0.1:" + world.port())
                        .apiKey("none-needed-yet")
                        .responseValidation(true)
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    void stop() throws Exception {
        openai.close();
        anthropic.close();
        world.close();
    }

    /** Four votes, one after the other, so that there is progress to be told. */
    @BeforeEach
    void reset() {
        world.reset();
        AtomicInteger next = new AtomicInteger();
        world.alpha.answers(call ->
                call.stream(INPUT, OUTPUT, "It is ", next.getAndIncrement() == 0 ? "41" : "42"));
    }

    private static Map<String, Object> vote() {
        return Map.of("compute", Map.of("strategy", "vote", "n", CALLS, "stop", "cap", "slots", 1));
    }

    private static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder()
                .model("mini")
                .addUserMessage("6*7?")
                .putAdditionalBodyProperty("undercut", JsonValue.from(vote()));
    }

    private static void assertReceipt(Object undercut) {
        assertThat(String.valueOf(undercut))
                .contains(
                        "calls=" + CALLS,
                        "usage_winner={prompt_tokens=" + INPUT,
                        "completion_tokens=" + OUTPUT,
                        "cost_usd=");
    }

    @Test
    void openais_reads_a_whole_answer_with_the_usage_of_all_calls() {
        ChatCompletion answer = openai.chat().completions().create(question().build());
        assertThat(answer.choices().getFirst().message().content()).contains("It is 42");
        var usage = answer.usage().orElseThrow();
        assertThat(usage.promptTokens()).isEqualTo((long) CALLS * INPUT);
        assertThat(usage.completionTokens()).isEqualTo((long) CALLS * OUTPUT);
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
        assertReceipt(answer._additionalProperties().get("undercut"));
    }

    @Test
    void openais_reads_a_stream_with_progress_in_it() {
        ChatCompletionStreamOptions counted =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                openai.chat()
                        .completions()
                        .createStreaming(question().streamOptions(counted).build())) {
            chunks = stream.stream().toList();
        }
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        chunks.forEach(whole::accumulate);
        ChatCompletion answer = whole.chatCompletion();
        assertThat(answer.choices().getFirst().message().content()).contains("It is 42");
        assertThat(answer.usage().orElseThrow().totalTokens())
                .isEqualTo((long) CALLS * (INPUT + OUTPUT));
        List<String> own =
                chunks.stream()
                        .filter(chunk -> !chunk.choices().isEmpty())
                        .map(chunk -> String.valueOf(undercut(chunk)))
                        .toList();
        assertThat(own).as("progress").anyMatch(said -> said.contains("done="));
        assertReceipt(own.getLast());
    }

    private static Object undercut(ChatCompletionChunk chunk) {
        return chunk._additionalProperties().getOrDefault("undercut", JsonValue.from(""));
    }

    @Test
    void openais_reads_a_stream_of_responses() {
        ResponseAccumulator whole = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream =
                openai.responses()
                        .createStreaming(
                                ResponseCreateParams.builder()
                                        .model("mini")
                                        .input("6*7?")
                                        .putAdditionalBodyProperty(
                                                "undercut", JsonValue.from(vote()))
                                        .build())) {
            stream.stream().forEach(whole::accumulate);
        }
        var answer = whole.response();
        assertThat(answer.usage().orElseThrow().inputTokens()).isEqualTo((long) CALLS * INPUT);
        assertThat(answer.output().toString()).contains("It is 42");
        assertReceipt(answer._additionalProperties().get("undercut"));
    }

    @Test
    void anthropics_reads_a_stream_with_pings_in_it() {
        MessageCreateParams params =
                MessageCreateParams.builder()
                        .model("mini")
                        .maxTokens(50)
                        .addUserMessage("6*7?")
                        .putAdditionalBodyProperty(
                                "undercut", com.anthropic.core.JsonValue.from(vote()))
                        .build();
        List<RawMessageStreamEvent> events;
        try (com.anthropic.core.http.StreamResponse<RawMessageStreamEvent> stream =
                anthropic.messages().createStreaming(params)) {
            events = stream.stream().toList();
        }
        MessageAccumulator whole = MessageAccumulator.create();
        events.forEach(whole::accumulate);
        Message answer = whole.message();
        assertThat(answer.content().getFirst().text().orElseThrow().text()).isEqualTo("It is 42");
        assertThat(answer.usage().outputTokens()).isEqualTo((long) CALLS * OUTPUT);
        var last =
                events.stream()
                        .filter(RawMessageStreamEvent::isMessageDelta)
                        .findFirst()
                        .orElseThrow()
                        .asMessageDelta();
        assertThat(last.usage().inputTokens().orElseThrow()).isEqualTo((long) CALLS * INPUT);
        assertReceipt(last._additionalProperties().get("undercut"));
    }
}
