package dev.undercut.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.undercut.dialect.bedrock.Events;
import dev.undercut.provider.auth.SigV4;
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

/** The official OpenAI SDK against providers that speak Gemini, Ollama, Bedrock, and Azure's. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class OtherDialectsTest {
    private static final String USAGE =
            "\"usageMetadata\":{\"promptTokenCount\":20,\"cachedContentTokenCount\":8,"
                    + "\"candidatesTokenCount\":9,\"thoughtsTokenCount\":7,\"totalTokenCount\":36}";

    private Clouds clouds;
    private OpenAIClient client;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        clouds = new Clouds(home);
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl("http://127.0.0.1:" + clouds.house.port() + "/v1")
                        .apiKey("none-needed-yet")
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        clouds.close();
    }

    @BeforeEach
    void reset() {
        clouds.reset();
    }

    private static ChatCompletionCreateParams.Builder question(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("17*23?");
    }

    private ChatCompletion answer(ChatCompletionCreateParams.Builder question) {
        return client.chat().completions().create(question.build());
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElse("");
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(params)) {
            return answer.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk ->
                chunk.choices()
                        .forEach(choice -> text.append(choice.delta().content().orElse(""))));
        return text.toString();
    }

    private static String gemini(String parts, String finish) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
                + parts
                + "]}"
                + (finish.isEmpty() ? "" : ",\"finishReason\":\"" + finish + "\"")
                + ",\"index\":0}],"
                + USAGE
                + ",\"modelVersion\":\"gemini-3-pro\",\"responseId\":\"r1\"}";
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name("weather")
                .parameters(
                        FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(Map.of()))
                                .build())
                .build();
    }

    @Test
    void gemini_answers_a_plain_question() {
        clouds.gemini.answersJson(200, gemini("{\"text\":\"391\"}", "STOP"));

        ChatCompletion answer = answer(question("gem").maxCompletionTokens(50));

        assertThat(text(answer)).isEqualTo("391");
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(20);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(16);
        FakeProvider.Call call = clouds.gemini.onlyCall();
        assertThat(call.head().firstLine())
                .isEqualTo("POST /v1beta/models/gemini-3-pro-preview:generateContent HTTP/1.1");
        assertThat(call.head().first("x-goog-api-key")).contains(Clouds.GEMINI_KEY);
        assertThat(call.head().first("authorization")).isEmpty();
        assertThat(call.bodyText()).contains("\"maxOutputTokens\":50").doesNotContain("gem\"");
    }

    @Test
    void gemini_streams_and_usage_is_shown_when_asked() {
        clouds.gemini.answers(call -> {
            call.beginStream();
            for (String frame :
                    List.of(
                            gemini("{\"text\":\"hm\",\"thought\":true}", ""),
                            gemini("{\"text\":\"3\"},{\"text\":\"9\"}", ""),
                            gemini("{\"text\":\"1 €\"}", "STOP"))) {
                call.chunk(("data: " + frame + "\r\n\r\n").getBytes(UTF_8));
            }
            call.endStream();
        });
        ChatCompletionStreamOptions asked =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();

        List<ChatCompletionChunk> chunks =
                stream(
                        question("gem")
                                .reasoningEffort(ReasoningEffort.HIGH)
                                .streamOptions(asked)
                                .build());

        assertThat(text(chunks)).isEqualTo("391 €");
        assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isEqualTo(36);
        FakeProvider.Call call = clouds.gemini.onlyCall();
        assertThat(call.head().firstLine()).contains(":streamGenerateContent?alt=sse ");
        assertThat(call.bodyText()).contains("\"thinkingLevel\":\"HIGH\"");
    }

    @Test
    void a_loop_of_tools_gives_gemini_its_signatures_back() {
        clouds.gemini.answersJson(
                200,
                gemini(
                        "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Oslo\"}},"
                                + "\"thoughtSignature\":\"U0lHTkVE\"},"
                                + "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Rome\"}}}",
                        "STOP"));
        ChatCompletionCreateParams first = question("gem").addFunctionTool(weather()).build();
        ChatCompletion calls = client.chat().completions().create(first);
        var asked = calls.choices().getFirst().message().toolCalls().orElseThrow();

        clouds.gemini.answersJson(200, gemini("{\"text\":\"Oslo 4, Rome 18\"}", "STOP"));
        ChatCompletionCreateParams.Builder second =
                first.toBuilder().addMessage(calls.choices().getFirst().message());
        asked.reversed()
                .forEach(call ->
                        second.addMessage(
                                ChatCompletionToolMessageParam.builder()
                                        .toolCallId(call.asFunction().id())
                                        .content(call.asFunction().function().arguments())
                                        .build()));

        assertThat(text(answer(second))).isEqualTo("Oslo 4, Rome 18");
        assertThat(calls.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(asked.get(0).asFunction().id()).isNotEqualTo(asked.get(1).asFunction().id());
        assertThat(clouds.gemini.calls().get(1).bodyText())
                .contains(
                        "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Oslo\"}},"
                                + "\"thoughtSignature\":\"U0lHTkVE\"}",
                        "\"parts\":[{\"functionResponse\":{\"name\":\"weather\",\"response\":"
                                + "{\"city\":\"Oslo\"}}},{\"functionResponse\":{\"name\":\"weather\","
                                + "\"response\":{\"city\":\"Rome\"}}}]");
    }

    /** What a structured answer is made into. */
    static final class Sum {
        public int total;
    }

    @Test
    void a_schema_and_a_picture_reach_gemini() {
        clouds.gemini.answersJson(200, gemini("{\"text\":\"{\\\"total\\\":391}\"}", "STOP"));
        var image =
                ChatCompletionContentPartImage.builder()
                        .imageUrl(
                                ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url("data:image/png;base64,aGk=")
                                        .build())
                        .build();
        var answer =
                client.chat()
                        .completions()
                        .create(
                                ChatCompletionCreateParams.builder()
                                        .model("gem")
                                        .addUserMessageOfArrayOfContentParts(
                                                List.of(
                                                        ChatCompletionContentPart.ofText(
                                                                ChatCompletionContentPartText
                                                                        .builder()
                                                                        .text("Sum?")
                                                                        .build()),
                                                        ChatCompletionContentPart.ofImageUrl(
                                                                image)))
                                        .responseFormat(Sum.class)
                                        .build());

        assertThat(answer.choices().getFirst().message().content().orElseThrow().total)
                .isEqualTo(391);
        assertThat(clouds.gemini.onlyCall().bodyText())
                .contains(
                        "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"aGk=\"}}",
                        "\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{");
    }

    @Test
    void a_prompt_that_gemini_blocks_is_an_empty_filtered_answer() {
        clouds.gemini.answersJson(200, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");

        ChatCompletion answer = answer(question("gem"));

        assertThat(text(answer)).isEmpty();
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.CONTENT_FILTER);
    }

    @Test
    void a_key_that_gemini_refuses_is_the_operators_fault_and_not_shown() {
        clouds.gemini.answersJson(
                400,
                "{\"error\":{\"code\":400,\"message\":\"API key not valid: "
                        + Clouds.GEMINI_KEY
                        + "\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":"
                        + "\"API_KEY_INVALID\"}]}}");

        assertThatThrownBy(() -> answer(question("gem")))
                .isInstanceOf(InternalServerException.class)
                .hasMessageNotContaining(Clouds.GEMINI_KEY);
    }

    @Test
    void a_quota_of_gemini_is_told_as_one() {
        clouds.gemini.answersJson(
                429,
                "{\"error\":{\"code\":429,\"message\":\"slow\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2s\"}]}}");

        assertThatThrownBy(() -> answer(question("gem"))).isInstanceOf(RateLimitException.class);
    }

    @Test
    void what_gemini_cannot_do_is_refused_by_name_without_a_call() {
        assertThatThrownBy(() -> answer(question("gem").logprobs(true)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("logprobs");
        assertThat(clouds.gemini.calls()).isEmpty();
    }

    @Test
    void a_stream_of_gemini_that_breaks_off_is_no_clean_end() {
        clouds.gemini.answers(call -> {
            call.beginStream();
            call.event(gemini("{\"text\":\"half\"}", ""));
            call.endStream();
        });
        List<ChatCompletionChunk> came = new ArrayList<>();

        assertThatThrownBy(
                        () -> {
                            try (StreamResponse<ChatCompletionChunk> answer =
                                    client.chat()
                                            .completions()
                                            .createStreaming(question("gem").build())) {
                                answer.stream().forEach(came::add);
                            }
                        })
                .isInstanceOf(SseException.class);
        assertThat(text(came)).isEqualTo("half");
    }

    @Test
    void ollama_answers_and_streams_in_its_own_dialect() {
        String done =
                "{\"model\":\"qwen3:8b\",\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},"
                        + "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":11,"
                        + "\"eval_count\":4}\n";
        clouds.ollama.answers(call -> {
            if (call.asksStream()) {
                call.head(200, "application/x-ndjson", "Transfer-Encoding: chunked");
                call.chunk(
                        "{\"model\":\"qwen3:8b\",\"message\":{\"content\":\"39\"},\"done\":false}\n"
                                .getBytes(UTF_8));
                call.chunk(done.formatted("1").getBytes(UTF_8));
                call.endStream();
            } else {
                call.json(200, done.formatted("391"));
            }
        });

        ChatCompletion whole = answer(question("llama"));

        assertThat(text(whole)).isEqualTo("391");
        assertThat(whole.usage().orElseThrow().totalTokens()).isEqualTo(15);
        assertThat(text(stream(question("llama").build()))).isEqualTo("391");
        assertThat(clouds.ollama.calls().getFirst().head().firstLine())
                .isEqualTo("POST /api/chat HTTP/1.1");
    }

    private static void assertSigned(FakeProvider.Call call) throws Exception {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        call.head().headers().forEach(header -> headers.add(Map.entry(header[0], header[1])));
        String path = call.head().firstLine().split(" ", 3)[1];
        String authorization = call.head().first("authorization").orElseThrow();

        assertThat(authorization).contains("/eu-central-1/bedrock/aws4_request");
        assertThat(
                        new SigV4("POST", path, "", headers, call.body())
                                .isSignedBy(Clouds.AWS_ID, Clouds.AWS_SECRET, authorization))
                .isTrue();
    }

    @Test
    void bedrock_is_sent_signed_requests_and_answers() throws Exception {
        clouds.bedrock.answersJson(
                200,
                "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"391\"}]}},"
                        + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":9,"
                        + "\"outputTokens\":3,\"totalTokens\":12}}");

        ChatCompletion answer = answer(question("nova"));

        assertThat(text(answer)).isEqualTo("391");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(12);
        assertThat(clouds.bedrock.onlyCall().head().firstLine())
                .isEqualTo("POST /model/amazon.nova-pro-v1%3A0/converse HTTP/1.1");
        assertSigned(clouds.bedrock.onlyCall());
    }

    @Test
    void bedrock_streams_binary_events() throws Exception {
        clouds.bedrock.answers(call -> {
            byte[] events = Events.answer().bytes();
            call.head(200, "application/vnd.amazon.eventstream", "Transfer-Encoding: chunked");
            for (int at = 0; at < events.length; at += 100) {
                call.chunk(
                        java.util.Arrays.copyOfRange(
                                events, at, Math.min(at + 100, events.length)));
            }
            call.endStream();
        });

        List<ChatCompletionChunk> chunks =
                stream(question("nova").addFunctionTool(weather()).build());

        assertThat(text(chunks)).isEqualTo("Grüße 🌍");
        Map<Long, String> arguments = new java.util.TreeMap<>();
        chunks.forEach(chunk ->
                chunk.choices()
                        .forEach(choice ->
                                choice.delta()
                                        .toolCalls()
                                        .orElse(List.of())
                                        .forEach(call ->
                                                arguments.merge(
                                                        call.index(),
                                                        call.function()
                                                                .flatMap(f -> f.arguments())
                                                                .orElse(""),
                                                        String::concat))));
        assertThat(arguments).isEqualTo(Map.of(0L, "{\"x\":1.50}", 1L, "{}"));
        FakeProvider.Call call = clouds.bedrock.onlyCall();
        assertThat(call.head().firstLine()).contains("/converse-stream ");
        assertThat(call.head().first("accept")).contains("application/vnd.amazon.eventstream");
        assertSigned(call);
    }

    @Test
    void vertex_is_asked_with_a_token_that_is_fetched_once() {
        clouds.vertex.answers(call -> {
            if (call.head().firstLine().contains("/token")) {
                call.json(200, "{\"access_token\":\"ya29.token\",\"expires_in\":3600}");
            } else {
                call.json(200, gemini("{\"text\":\"391\"}", "STOP"));
            }
        });

        assertThat(text(answer(question("vert")))).isEqualTo("391");
        assertThat(text(answer(question("vert")))).isEqualTo("391");
        List<FakeProvider.Call> asked =
                clouds.vertex.calls().stream()
                        .filter(call -> !call.head().firstLine().contains("/token"))
                        .toList();
        assertThat(clouds.vertex.calls()).hasSize(3);
        assertThat(asked)
                .allMatch(call ->
                        call.head()
                                .first("authorization")
                                .filter("Bearer ya29.token"::equals)
                                .isPresent());
        assertThat(asked.getFirst().head().firstLine())
                .contains(
                        "/projects/p/locations/global/publishers/google/models/gemini-2.5-flash"
                                + ":generateContent");
    }

    @Test
    void azure_is_sent_its_key_in_its_own_header_and_the_body_untouched() {
        answer(question("deployed"));

        FakeProvider.Call call = clouds.azure.onlyCall();
        assertThat(call.head().firstLine()).isEqualTo("POST /openai/v1/chat/completions HTTP/1.1");
        assertThat(call.head().first("api-key")).contains(Clouds.AZURE_KEY);
        assertThat(call.head().first("authorization")).isEmpty();
        assertThat(call.bodyText()).contains("\"model\":\"my-deployment\"");
    }
}
