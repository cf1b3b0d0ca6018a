package dev.undercut.dialect.anthropic;

import static dev.undercut.dialect.anthropic.Events.RICH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.Golden;
import dev.undercut.chat.Answer;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.UsageReport;
import dev.undercut.dialect.anthropic.ToolPlan.AnswerTool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AnthropicStreamTest {

    @Test
    void events_are_told_apart_without_being_parsed() throws IOException {
        Events.Seen seen = Events.seen(RICH, Depth.METER);
        assertThat(seen.kinds()).startsWith("Piece", "Piece").endsWith("Finish", "Done");
        assertThat(seen.kinds()).containsOnlyOnce("Idle", "Finish", "Done");
        assertThat(seen.deltas()).isEmpty();
    }

    @Test
    void an_answer_is_the_fold_of_its_deltas() throws IOException {
        Answer answer = Answer.of(Events.seen(RICH, Depth.TRANSLATE).deltas());
        assertThat(answer.id()).isEqualTo("msg_1");
        assertThat(answer.model()).isEqualTo("claude-x");
        assertThat(answer.choices().getFirst().parts())
                .containsExactly(
                        new Part.Thought("hm €", "anthropic:SIG=="),
                        new Part.Text("Let me see."),
                        new Part.ToolCall("toolu_1", "add", "{\"a\":1}", null),
                        new Part.ToolCall("toolu_2", "now", "{}", null));
        assertThat(answer.choices().getFirst().reason()).isEqualTo(StopReason.TOOL);
    }

    @Test
    void later_counts_replace_earlier_ones_and_null_leaves_them() throws IOException {
        for (Depth depth : Depth.values()) {
            UsageReport report = Events.seen(RICH, depth).report();
            assertThat(Objects.requireNonNull(report).usage())
                    .isEqualTo(new Usage(11, 3, 4, 5, 33, 7));
            assertThat(report.raw()).contains("\"output_tokens\":40", "\"input_tokens\":11");
        }
    }

    @Property(tries = 300)
    void a_stream_cut_into_two_reads_anywhere_says_the_same(
            @ForAll @IntRange(min = 0, max = 2500) int at) throws IOException {
        byte[] bytes = RICH.getBytes(UTF_8);
        int cut = Math.min(at, bytes.length);
        InputStream parts =
                new SequenceInputStream(
                        new ByteArrayInputStream(bytes, 0, cut),
                        new ByteArrayInputStream(bytes, cut, bytes.length - cut));
        assertThat(Events.seen(parts, Depth.TRANSLATE))
                .isEqualTo(Events.seen(RICH, Depth.TRANSLATE));
    }

    @Test
    void a_stream_that_ends_early_never_finishes() throws IOException {
        int end = RICH.indexOf("event: message_delta");
        for (int cut = 0; cut < end; cut += 7) {
            assertThat(Events.seen(RICH.substring(0, cut), Depth.METER).kinds())
                    .doesNotContain("Finish", "Done");
        }
    }

    @Test
    void what_passes_keeps_its_bytes_but_for_the_receipt() throws IOException {
        String expected =
                RICH.replace(
                        "\"thinking_tokens\":7}}}",
                        "\"thinking_tokens\":7}},\"undercut\":" + Events.RECEIPT + "}");
        assertThat(Events.passed(RICH)).isEqualTo(expected);
    }

    @Test
    void an_error_event_fails_the_stream() throws IOException {
        String error =
                Events.event(
                        "error",
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                                + "\"message\":\"Overloaded\"}}");
        assertThat(Events.seen(error, Depth.METER).kinds()).containsExactly("Failed");
        assertThat(Events.seen("event: message_delta\ndata: {\"type\"\n\n", Depth.METER).kinds())
                .containsExactly("Failed");
    }

    @Test
    void a_contradictory_usage_is_none() throws IOException {
        for (String usage :
                List.of(
                        "{\"output_tokens\":-1}",
                        "{\"output_tokens\":3,\"output_tokens_details\":{\"thinking_tokens\":4}}",
                        "{\"output_tokens\":3,\"cache_creation_input_tokens\":1,"
                                + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":2}}",
                        "{\"output_tokens\":1e99}")) {
            assertThat(Events.seen(Events.answer("x", usage), Depth.METER).report()).isNull();
        }
    }

    @Test
    void passes_that_compact_the_context_are_counted_too() throws IOException {
        String usage =
                "{\"input_tokens\":5,\"output_tokens\":6,\"iterations\":["
                        + "{\"type\":\"compaction\",\"input_tokens\":100,\"output_tokens\":20},"
                        + "{\"type\":\"advisor_message\",\"input_tokens\":7,\"output_tokens\":7},"
                        + "{\"type\":\"message\",\"input_tokens\":5,\"output_tokens\":6}]}";
        UsageReport report = Events.seen(Events.answer("x", usage), Depth.METER).report();
        assertThat(Objects.requireNonNull(report).usage()).isEqualTo(Usage.of(105, 26));
    }

    @Test
    void blocks_that_only_this_dialect_has_are_left_out() throws IOException {
        String stream =
                Events.block(
                                0,
                                "{\"type\":\"server_tool_use\",\"id\":\"srv\",\"name\":"
                                        + "\"web_search\",\"input\":{}}")
                        + Events.delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}")
                        + Events.stop(0)
                        + Events.block(1, "{\"type\":\"redacted_thinking\",\"data\":\"DATA\"}")
                        + Events.stop(1);
        assertThat(Events.seen(stream, Depth.TRANSLATE).deltas())
                .containsExactly(new Delta.HiddenThought(0, "anthropic:DATA"));
    }

    @Test
    void the_tool_that_stands_in_for_a_schema_gives_text() throws IOException {
        String stream =
                Events.block(
                                0,
                                "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\""
                                        + AnswerTool.NAME
                                        + "\",\"input\":{}}")
                        + Events.delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}")
                        + Events.stop(0)
                        + Events.event(
                                "message_delta",
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"
                                        + "\"tool_use\"},\"usage\":{\"output_tokens\":1}}");
        assertThat(Events.seen(stream, Depth.TRANSLATE).deltas())
                .containsExactly(
                        new Delta.Text(0, "{}"), new Delta.Stopped(0, StopReason.STOP, null));
    }

    @Test
    void deltas_become_events_in_the_dialects_order() throws IOException {
        String written =
                Events.translated(
                        Events.seen(RICH, Depth.TRANSLATE).deltas(), new Usage(11, 3, 4, 5, 33, 7));
        Golden.assertMatches("src/test/resources/dialect/anthropic/stream.txt", written);
    }

    @Test
    void calls_whose_arguments_interleave_come_one_after_the_other() throws IOException {
        String written =
                Events.translated(
                        List.of(
                                new Delta.Started("c", "m"),
                                new Delta.ToolCall(0, 0, "call:1", "add"),
                                new Delta.ToolCall(0, 1, "call:2", "sub"),
                                new Delta.Arguments(0, 1, "{\"b\":"),
                                new Delta.Arguments(0, 0, "{\"a\":\"}\""),
                                new Delta.Arguments(0, 1, "2}"),
                                new Delta.Arguments(0, 0, "}"),
                                new Delta.Text(0, "after"),
                                new Delta.Stopped(0, StopReason.TOOL, null)),
                        Usage.of(10, 5));
        Golden.assertMatches("src/test/resources/dialect/anthropic/interleaved.txt", written);
    }

    @Test
    void what_was_translated_reads_the_same_again() throws IOException {
        List<Delta> deltas = Events.seen(RICH, Depth.TRANSLATE).deltas();
        Events.Seen again =
                Events.seen(
                        Events.translated(deltas, new Usage(11, 3, 4, 5, 33, 7)), Depth.TRANSLATE);
        assertThat(Answer.of(again.deltas()).choices()).isEqualTo(Answer.of(deltas).choices());
        assertThat(Objects.requireNonNull(again.report()).usage())
                .isEqualTo(new Usage(11, 3, 4, 5, 33, 7));
    }

    @Test
    void a_proof_of_another_provider_is_shown_with_its_mark() throws IOException {
        String written =
                Events.translated(
                        List.of(
                                new Delta.Thought(0, "hm"),
                                new Delta.ThoughtSignature(0, "gemini:AbC"),
                                new Delta.Refused(0, "I will not."),
                                new Delta.Stopped(0, StopReason.STOP, null)),
                        Usage.NONE);
        assertThat(written)
                .contains("{\"type\":\"signature_delta\",\"signature\":\"gemini:AbC\"}")
                .contains("\"stop_reason\":\"refusal\"");
    }

    @Test
    void an_answer_without_a_word_is_still_a_message() throws IOException {
        assertThat(Events.translated(List.of(), Usage.NONE))
                .startsWith("event: message_start\n")
                .contains("\"stop_reason\":\"end_turn\"")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }
}
