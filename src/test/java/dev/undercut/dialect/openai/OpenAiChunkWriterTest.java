package dev.undercut.dialect.openai;

import static dev.undercut.dialect.openai.Translations.stopped;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.Golden;
import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client of this dialect gets of an answer that came in another one. */
class OpenAiChunkWriterTest {
    private static final Delta STARTED = new Delta.Started("x", "up");
    private static final List<Delta> EVERYTHING =
            List.of(
                    STARTED,
                    new Delta.Thought(0, "hm"),
                    new Delta.ThoughtSignature(0, "anthropic:s"),
                    new Delta.HiddenThought(0, "anthropic:h"),
                    new Delta.Text(0, "I \"look\"."),
                    new Delta.ToolCall(0, 0, "call_a", "f"),
                    new Delta.ToolCall(0, 1, "call_b", "g"),
                    new Delta.Arguments(0, 1, "{\"a\":"),
                    new Delta.Arguments(0, 1, "1}"),
                    stopped(StopReason.TOOL));

    private static ChatRequest counted() {
        return Requests.with("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    }

    private static ChatRequest uncounted() {
        return Requests.with("\"stream\":true");
    }

    @Test
    void a_stream_begins_with_the_role_and_ends_with_the_receipt_and_the_usage()
            throws IOException {
        Golden.assertMatches(
                "src/test/resources/golden/openai/translated.sse",
                Translations.stream(counted(), EVERYTHING));
    }

    @Test
    void usage_that_nobody_asked_for_is_not_shown() throws IOException {
        String stream = Translations.stream(uncounted(), EVERYTHING);
        assertThat(stream).doesNotContain("usage").endsWith(Streams.WITH + "}\n\n" + Streams.DONE);
    }

    @Test
    void a_whole_answer_holds_the_same() {
        String whole =
                new String(
                        new OpenAi()
                                .write(
                                        uncounted(),
                                        Answer.of(EVERYTHING),
                                        Translations.USAGE,
                                        Translations.STAMP),
                        UTF_8);
        Golden.assertMatches("src/test/resources/golden/openai/translated.json", whole + "\n");
    }

    @Test
    void each_choice_finishes_once_and_the_last_one_takes_the_receipt() throws IOException {
        String stream =
                Translations.stream(
                        uncounted(),
                        List.of(
                                STARTED,
                                new Delta.Text(1, "b"),
                                new Delta.Stopped(1, StopReason.STOP, null),
                                new Delta.Text(0, "a"),
                                new Delta.Stopped(0, StopReason.LENGTH, null)));
        String[] frames = stream.split("\n\n", -1);
        assertThat(frames).hasSize(8);
        assertThat(frames[3]).contains("\"index\":1", "\"finish_reason\":\"stop\"");
        assertThat(frames[3]).doesNotContain("undercut");
        assertThat(frames[5]).contains("\"index\":0", "\"length\"", Streams.WITH);
        assertThat(frames[6]).isEqualTo("data: [DONE]");
    }

    @Test
    void the_finish_waits_and_everything_before_it_does_not() throws IOException {
        StreamWriter writer = new OpenAi().translating(uncounted(), Translations.STAMP);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(Translations.event(new Delta.Text(0, "x")), out);
        assertThat(out.toString(UTF_8)).contains("\"content\":\"x\"");
        writer.ping(out);
        assertThat(out.toString(UTF_8))
                .endsWith("\"delta\":{},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
        int before = out.size();
        writer.write(Translations.event(stopped(StopReason.STOP)), out);
        writer.ping(out);
        assertThat(out.size()).isEqualTo(before);
    }

    @Test
    void an_answer_that_breaks_off_is_an_error_and_no_end() throws IOException {
        StreamWriter writer = new OpenAi().translating(uncounted(), Translations.STAMP);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(Translations.event(new Delta.Text(0, "x")), out);
        writer.broken(new Refusal(Refusal.Kind.UPSTREAM, "cut", "It broke off.", null), out);
        assertThat(out.toString(UTF_8))
                .endsWith(
                        "data: {\"error\":{\"message\":\"It broke off.\",\"type\":\"server_error\","
                                + "\"param\":null,\"code\":\"cut\"}}\n\n")
                .doesNotContain("[DONE]", "\"finish_reason\":\"");
    }

    @Test
    void an_answer_that_never_said_why_it_stopped_still_finishes() throws IOException {
        assertThat(Translations.stream(uncounted(), List.of(STARTED, new Delta.Text(0, "x"))))
                .contains("\"finish_reason\":\"stop\"");
        assertThat(
                        Translations.stream(
                                uncounted(), List.of(new Delta.ToolCall(0, 0, "call_a", "f"))))
                .contains("\"finish_reason\":\"tool_calls\"", "\"arguments\":\"{}\"");
    }

    @Test
    void a_client_of_2023_gets_a_function_call() throws IOException {
        ChatRequest old = Requests.with("\"functions\":[{\"name\":\"f\"}]");
        List<Delta> call =
                List.of(
                        STARTED,
                        new Delta.ToolCall(0, 0, "call_a", "f"),
                        new Delta.Arguments(0, 0, "{\"a\":1}"),
                        stopped(StopReason.TOOL));
        assertThat(Translations.stream(old, call))
                .contains("{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}")
                .contains("{\"function_call\":{\"arguments\":\"{\\\"a\\\":1}\"}}")
                .contains("\"finish_reason\":\"function_call\"")
                .doesNotContain("tool_calls");
        byte[] whole =
                new OpenAi().write(old, Answer.of(call), Translations.USAGE, Translations.STAMP);
        assertThat(new String(whole, UTF_8))
                .contains("\"function_call\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}")
                .contains("\"finish_reason\":\"function_call\"");
    }
}
