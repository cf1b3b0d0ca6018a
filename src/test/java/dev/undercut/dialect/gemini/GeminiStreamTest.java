package dev.undercut.dialect.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.Golden;
import dev.undercut.chat.Answer;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Heard;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Said;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import java.io.ByteArrayInputStream;
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

class GeminiStreamTest {
    private static final String THINKS =
            frame(
                    "\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hm…\",\"thought\":true}]}",
                    0);
    private static final String SPEAKS =
            frame("\"content\":{\"parts\":[{\"text\":\"Grüße \"},{\"text\":\"🌍\"}]}", 4);
    private static final String CALLS =
            frame(
                    "\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"x\":1.50}},"
                            + "\"thoughtSignature\":\"U0lH\"},{\"functionCall\":{\"id\":\"g1\",\"name\":"
                            + "\"f\"}}]}",
                    9);
    private static final String STOPS =
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\","
                    + "\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":20,"
                    + "\"cachedContentTokenCount\":8,\"candidatesTokenCount\":9,\"thoughtsTokenCount\":7,"
                    + "\"toolUsePromptTokenCount\":3,\"totalTokenCount\":39}}\r\n\r\n";

    private final AtomicInteger made = new AtomicInteger();
    private final Gemini gemini = new Gemini(() -> "call_" + made.incrementAndGet());

    private static String frame(String candidate, int tokens) {
        return "data: {\"candidates\":[{"
                + candidate
                + ",\"index\":0}],\"usageMetadata\":"
                + "{\"promptTokenCount\":20,\"candidatesTokenCount\":"
                + tokens
                + "},"
                + "\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"r1\"}\r\n\r\n";
    }

    @Test
    void thoughts_text_calls_and_the_last_usage_are_read() throws IOException {
        Golden.assertMatches(
                "src/test/resources/dialect/gemini/stream.txt",
                Heard.of(gemini, THINKS + SPEAKS + CALLS + STOPS).lines());
    }

    @Test
    void a_stream_as_one_array_says_the_same() throws IOException {
        String array =
                "["
                        + (SPEAKS + STOPS)
                                .replace("data: ", "")
                                .strip()
                                .replace("\r\n\r\n", ",\r\n")
                        + "\r\n]\r\n";

        assertThat(Heard.of(gemini, array)).isEqualTo(Heard.of(gemini, SPEAKS + STOPS));
        assertThat(gemini.isStream("application/json; charset=utf-8")).isTrue();
    }

    @Property(tries = 60)
    void a_stream_cut_into_pieces_of_any_size_says_the_same(
            @ForAll @IntRange(min = 1, max = 200) int size, @ForAll boolean array)
            throws IOException {
        String stream = THINKS + SPEAKS + STOPS;
        if (array) {
            stream = "[" + stream.replace("data: ", "").strip().replace("\r\n\r\n", ",\r\n") + "]";
        }

        Heard heard = Heard.inPieces(gemini, stream.getBytes(UTF_8), size);

        assertThat(heard.text()).isEqualTo("Grüße 🌍");
        assertThat(heard.reason()).isEqualTo(StopReason.STOP);
        assertThat(Objects.requireNonNull(heard.report()).usage())
                .isEqualTo(new Usage(15, 8, 0, 0, 9, 7));
    }

    @Property(tries = 80)
    void a_stream_that_ends_anywhere_before_its_finish_has_none(
            @ForAll @IntRange(min = 0, max = 10_000) int at) throws IOException {
        byte[] whole = (SPEAKS + STOPS).getBytes(UTF_8);
        int finish = SPEAKS.getBytes(UTF_8).length;
        byte[] cut = java.util.Arrays.copyOf(whole, Math.floorMod(at, whole.length - 10));

        Heard heard = Heard.of(gemini, new ByteArrayInputStream(cut));

        assertThat(heard.reason()).isNull();
        assertThat(heard.text()).isIn("", "Grüße 🌍");
        assertThat(cut.length < finish - 4 || heard.text().equals("Grüße 🌍")).isTrue();
    }

    @Test
    void an_array_that_ends_within_an_object_is_broken() {
        assertThatThrownBy(() -> Heard.of(gemini, "[{\"candidates\":[{\"con"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within a JSON object");
    }

    @Test
    void what_goes_back_with_a_call_is_remembered_under_our_id() throws IOException {
        Heard heard = Heard.of(gemini, CALLS + STOPS);

        String body =
                Said.user("Hi")
                        .tool("f", "{}")
                        .answers(
                                Answer.of(heard.deltas()).choices().getFirst().parts().stream()
                                        .toArray(dev.undercut.chat.Part[]::new))
                        .result("call_2", "two")
                        .result("call_1", "one")
                        .to(gemini, "gemini-3-pro");

        assertThat(heard.reason()).isEqualTo(StopReason.TOOL);
        Golden.assertMatches(
                "src/test/resources/dialect/gemini/signature-sent-back.json", Heard.pretty(body));
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_TOKENS, LENGTH",
        "SAFETY, FILTER",
        "RECITATION, FILTER",
        "PROHIBITED_CONTENT, FILTER",
        "SPII, FILTER",
        "STOP, STOP"
    })
    void a_finish_says_why(String word, StopReason reason) throws IOException {
        assertThat(Heard.of(gemini, STOPS.replace("STOP", word)).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "OTHER", "NO_SUCH_WORD"})
    void a_finish_that_means_failure_is_one(String word) throws IOException {
        assertThat(Heard.of(gemini, STOPS.replace("STOP", word)).failure()).contains(word);
    }

    @Test
    void a_blocked_prompt_is_an_empty_answer_of_the_filter() throws IOException {
        String blocked =
                "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
                        + "\"usageMetadata\":{\"promptTokenCount\":9}}";

        Heard heard = Heard.of(gemini, "data: " + blocked + "\r\n\r\n");
        WholeAnswer whole =
                Objects.requireNonNull(
                        gemini.whole(blocked.getBytes(UTF_8), Quirks.NONE, Depth.TRANSLATE));

        assertThat(heard.reason()).isEqualTo(StopReason.FILTER);
        assertThat(heard.text()).isEmpty();
        assertThat(Objects.requireNonNull(heard.report()).usage()).isEqualTo(Usage.of(9, 0));
        assertThat(whole.reason()).isEqualTo(StopReason.FILTER);
        assertThat(whole.deltas()).isEqualTo(heard.deltas());
    }

    @Test
    void an_error_as_a_frame_is_a_failure() throws IOException {
        String error = "data: {\"error\":{\"code\":503,\"message\":\"overloaded\"}}\r\n\r\n";

        assertThat(Heard.of(gemini, SPEAKS + error).failure()).isEqualTo("overloaded");
        assertThat(Heard.of(gemini, "data: <html>\n\n").failure()).contains("no JSON object");
    }

    @Test
    void several_candidates_keep_their_numbers() throws IOException {
        String two =
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"index\":0,"
                        + "\"finishReason\":\"STOP\"},{\"content\":{\"parts\":[{\"text\":\"b\"}]},"
                        + "\"index\":1,\"finishReason\":\"MAX_TOKENS\"}]}\n\n";

        assertThat(Heard.of(gemini, two).deltas())
                .contains(
                        new Delta.Text(1, "b"),
                        new Delta.Stopped(0, StopReason.STOP, null),
                        new Delta.Stopped(1, StopReason.LENGTH, null));
    }

    @Test
    void a_part_that_cannot_be_passed_on_is_a_failure_and_not_a_gap() throws IOException {
        String picture =
                frame("\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\"}}]}", 1);

        assertThat(Heard.of(gemini, picture).failure()).contains("cannot be passed on");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"promptTokenCount\":-1",
                "\"promptTokenCount\":3,\"cachedContentTokenCount\":4",
                "\"promptTokenCount\":3,\"candidatesTokenCount\":1.5",
                "\"candidatesTokenCount\":4"
            })
    void usage_that_makes_no_sense_is_none(String counts) throws IOException {
        String stream =
                "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{"
                        + counts
                        + "}}\n\n";

        assertThat(Heard.of(gemini, stream).report()).isNull();
    }

    @Test
    void a_whole_answer_is_the_same_in_one_piece() {
        String body =
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":"
                        + "\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":2,"
                        + "\"candidatesTokenCount\":1},\"responseId\":\"r\"}";

        WholeAnswer whole =
                Objects.requireNonNull(
                        gemini.whole(body.getBytes(UTF_8), Quirks.NONE, Depth.TRANSLATE));

        assertThat(whole.reason()).isEqualTo(StopReason.STOP);
        assertThat(whole.deltas())
                .containsExactly(
                        new Delta.Started("r", null),
                        new Delta.Text(0, "Hi"),
                        new Delta.Stopped(0, StopReason.STOP, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "<html>", "{\"candidates\":[]}", "{\"error\":{}}"})
    void what_is_no_answer_is_none(String body) {
        assertThat(gemini.whole(body.getBytes(UTF_8), Quirks.NONE, Depth.TRANSLATE)).isNull();
    }

    @Test
    void nothing_waits_while_a_complete_frame_is_here() throws IOException {
        var stream =
                gemini.stream(
                        new ByteArrayInputStream((SPEAKS + STOPS).getBytes(UTF_8)),
                        Quirks.NONE,
                        Depth.TRANSLATE);

        assertThat(stream.next()).isInstanceOf(StreamEvent.Piece.class);
    }
}
