package dev.undercut.dialect.ollama;

import static dev.undercut.dialect.Said.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.Golden;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Heard;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Said;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaTest {
    private static final String MODEL = "qwen3:8b";
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{}}";
    private static final String STREAM =
            line("\"content\":\"\",\"thinking\":\"Hm…\"")
                    + line("\"content\":\"Grüße {\\\"}\"")
                    + line(
                            "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"f\","
                                    + "\"arguments\":{\"x\":1}}},{\"id\":\"own\",\"function\":"
                                    + "{\"name\":\"g\",\"arguments\":{}}}]")
                    + "{\"model\":\"qwen3:8b\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
                    + "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":26,"
                    + "\"eval_count\":7}\n";

    private final AtomicInteger made = new AtomicInteger();
    private final Ollama ollama = new Ollama(() -> "call_" + made.incrementAndGet());

    private static String line(String message) {
        return "{\"model\":\"qwen3:8b\",\"created_at\":\"2026-11-22T06:00:00Z\",\"message\":{\"role\":"
                + "\"assistant\","
                + message
                + "},\"done\":false}\n";
    }

    @Test
    void a_request_with_all_that_can_be_said() {
        String body =
                Said.user("Weather?")
                        .system("Be brief.")
                        .tool("weather", SCHEMA)
                        .limit(300)
                        .sampling(new Sampling("0.2", "0.9", 40L, 7L, "0.1", "0.3"))
                        .stop("END")
                        .format(new Format.JsonSchema("s", SCHEMA, true, null))
                        .effort(Effort.HIGH)
                        .turn(Role.USER, new Part.Text("and"), new Part.Text("this"), Said.png())
                        .answers(new Part.Thought("hm", null), call("a", "weather", ""))
                        .result("a", "21 degrees")
                        .to(ollama, new Target(MODEL, true, null, null, Quirks.NONE));

        Golden.assertMatches("src/test/resources/dialect/ollama/request.json", Heard.pretty(body));
        assertThat(ollama.chatPath(MODEL, true)).isEqualTo("/api/chat");
    }

    @Test
    void that_nothing_is_streamed_is_said_too_since_a_stream_is_the_default() {
        assertThat(Said.user("Hi").to(ollama, MODEL)).contains("\"stream\":false");
    }

    @Test
    void tools_that_may_not_be_called_are_not_shown() {
        assertThat(
                        Said.user("Hi")
                                .tool("f", SCHEMA)
                                .choice(new ToolChoice.None())
                                .to(ollama, MODEL))
                .doesNotContain("tools");
    }

    @ParameterizedTest
    @CsvSource({"NONE, false", "MINIMAL, '\"low\"'", "MEDIUM, '\"medium\"'", "MAX, '\"high\"'"})
    void an_effort_is_said(Effort effort, String json) {
        assertThat(Said.user("Hi").effort(effort).to(ollama, MODEL)).contains("\"think\":" + json);
    }

    @Test
    void a_budget_only_switches_thinking_on() {
        assertThat(
                        Said.user("Hi")
                                .thinking(new Thinking(Effort.DEFAULT, 2048L, null))
                                .to(ollama, MODEL))
                .contains("\"think\":true");
        assertThat(Said.user("Hi").to(ollama, MODEL)).doesNotContain("think");
    }

    @Test
    void what_cannot_be_said_is_refused_by_the_clients_name() {
        Part picture = new Part.Image(new Part.Media.Url("https://example.com/a.png"), null, null);

        assertThat(Said.user("Hi").choices(2).refusedBy(ollama, MODEL)).isEqualTo("n");
        assertThat(
                        Said.user("Hi")
                                .tool("f", SCHEMA)
                                .choice(new ToolChoice.Any())
                                .refusedBy(ollama, MODEL))
                .isEqualTo("tool_choice");
        assertThat(Said.user("Hi").tool("f", SCHEMA).parallel(false).refusedBy(ollama, MODEL))
                .isEqualTo("parallel_tool_calls");
        assertThat(new Said().turn(Role.USER, picture).refusedBy(ollama, MODEL))
                .isEqualTo("image_url");
        assertThat(
                        new Said()
                                .turn(Role.USER, new Part.Audio("wav", "aGk="))
                                .refusedBy(ollama, MODEL))
                .isEqualTo("input_audio");
        assertThat(Said.user("Hi").other("logit_bias", "{\"1\":2}").refusedBy(ollama, MODEL))
                .isEqualTo("logit_bias");
    }

    @Test
    void a_stream_is_read_line_by_line() throws IOException {
        Golden.assertMatches(
                "src/test/resources/dialect/ollama/stream.txt", Heard.of(ollama, STREAM).lines());
    }

    @Property(tries = 60)
    void a_stream_cut_into_pieces_of_any_size_says_the_same(
            @ForAll @IntRange(min = 1, max = 300) int size) throws IOException {
        Heard heard = Heard.inPieces(ollama, STREAM.getBytes(UTF_8), size);

        assertThat(heard.text()).isEqualTo("Grüße {\"}");
        assertThat(heard.reason()).isEqualTo(StopReason.TOOL);
        assertThat(Objects.requireNonNull(heard.report()).usage()).isEqualTo(Usage.of(26, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":\"m\",\"message\":{\"con", "{\"model\":\"m\"}\n<html>"})
    void a_line_that_is_none_breaks_the_stream(String stream) {
        assertThatThrownBy(() -> Heard.of(ollama, stream)).isInstanceOf(IOException.class);
    }

    @Test
    void an_error_on_a_line_is_a_failure() throws IOException {
        assertThat(Heard.of(ollama, line("\"content\":\"a\"") + "{\"error\":\"gone\"}\n").failure())
                .isEqualTo("gone");
    }

    @ParameterizedTest
    @CsvSource({"length, LENGTH", "stop, STOP", "other, STOP"})
    void a_finish_says_why(String word, StopReason reason) throws IOException {
        String last = "{\"message\":{},\"done\":true,\"done_reason\":\"" + word + "\"}";

        assertThat(Heard.of(ollama, last).reason()).isEqualTo(reason);
        assertThat(Heard.of(ollama, last).report()).isNull();
    }

    @Test
    void a_model_that_was_only_loaded_has_not_answered() throws IOException {
        String loaded = "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"load\"}";

        assertThat(Heard.of(ollama, loaded).failure()).contains("load");
        assertThat(ollama.whole(loaded.getBytes(UTF_8), Quirks.NONE, Depth.TRANSLATE)).isNull();
    }

    @Test
    void a_whole_answer_is_one_object_that_is_done() {
        String body =
                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"done\":true,"
                        + "\"done_reason\":\"stop\",\"eval_count\":3}";
        WholeAnswer whole =
                Objects.requireNonNull(
                        ollama.whole(body.getBytes(UTF_8), Quirks.NONE, Depth.TRANSLATE));

        assertThat(whole.reason()).isEqualTo(StopReason.STOP);
        assertThat(Objects.requireNonNull(whole.report()).usage()).isEqualTo(Usage.of(0, 3));
        assertThat(
                        ollama.whole(
                                body.replace("true", "false").getBytes(UTF_8),
                                Quirks.NONE,
                                Depth.TRANSLATE))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad_request",
        "401, provider_key_rejected",
        "404, not_served",
        "429, rate_limited",
        "500, overloaded",
        "503, overloaded"
    })
    void a_status_says_what_to_do(int status, String code) {
        byte[] body = "{\"error\":\"no\"}".getBytes(UTF_8);

        assertThat(ollama.failure(status, name -> null, body).code()).isEqualTo(code);
        assertThat(ollama.failure(status, name -> null, body).message()).isEqualTo("no");
        assertThat(ollama.failure(400, name -> null, new byte[0]).code())
                .isEqualTo("broken_answer");
    }
}
