package dev.undercut.dialect.openai;

import static dev.undercut.dialect.openai.Streams.chunk;
import static dev.undercut.dialect.openai.Streams.finish;
import static dev.undercut.dialect.openai.Streams.first;
import static dev.undercut.dialect.openai.Streams.kinds;
import static dev.undercut.dialect.openai.Streams.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.StreamEvent;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiStreamTest {
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}";

    @Test
    void the_events_of_an_ordinary_answer_are_told_apart() throws IOException {
        String stream =
                chunk("{\"index\":0,\"delta\":{\"role\":\"assistant\"}}", ",\"usage\":null")
                        + chunk(piece(0, "Hi"), ",\"usage\":null")
                        + chunk(finish(0), ",\"usage\":null")
                        + chunk("", "," + USAGE)
                        + "data: [DONE]\n\n";

        assertThat(kinds(stream)).containsExactly("Piece", "Piece", "Finish", "UsageOnly", "Done");
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "length, LENGTH",
        "tool_calls, TOOL",
        "function_call, TOOL",
        "content_filter, FILTER",
        "eos, STOP"
    })
    void a_finish_says_why(String word, StopReason reason) throws IOException {
        String choice = "{\"index\":0,\"delta\":{},\"finish_reason\" : \"" + word + "\"}";

        assertThat(((StreamEvent.Finish) first(chunk(choice, ""))).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "insufficient_system_resource"})
    void a_finish_that_means_failure_is_one(String word) throws IOException {
        String choice = "{\"index\":0,\"delta\":{},\"finish_reason\":\"" + word + "\"}";

        assertThat(first(chunk(choice, ""))).isInstanceOf(StreamEvent.Failed.class);
    }

    @Test
    void usage_on_the_finishing_chunk_is_read() throws IOException {
        StreamEvent.Finish last = (StreamEvent.Finish) first(chunk(finish(0), "," + USAGE));

        assertThat(Objects.requireNonNull(last.report()).usage()).isEqualTo(Usage.of(9, 3));
    }

    @Test
    void usage_on_a_chunk_with_an_empty_choice_after_the_finish_is_read() throws IOException {
        String stream =
                chunk(piece(0, "Hi"), "") + chunk(finish(0), "") + chunk(piece(0, ""), "," + USAGE);

        assertThat(Objects.requireNonNull(Streams.usage(stream)).usage()).isEqualTo(Usage.of(9, 3));
    }

    @Test
    void running_usage_on_every_chunk_is_read_and_the_last_one_stays() throws IOException {
        String stream =
                chunk(piece(0, "a"), ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1}")
                        + chunk(piece(0, "b"), "," + USAGE)
                        + chunk(finish(0), "");

        assertThat(kinds(stream)).containsExactly("Piece", "Piece", "Finish");
        assertThat(Objects.requireNonNull(Streams.usage(stream)).usage()).isEqualTo(Usage.of(9, 3));
    }

    @Test
    void the_first_chunk_of_azure_has_no_choices_and_is_a_piece() throws IOException {
        assertThat(
                        first(
                                chunk(
                                        "",
                                        ",\"prompt_filter_results\":[{\"prompt_index\":0,"
                                                + "\"content_filter_results\":{}}],"
                                                + "\"usage\":null")))
                .isInstanceOf(StreamEvent.Piece.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ": OPENROUTER PROCESSING\n\n",
                ": keep-alive\n\n",
                "\n",
                "\r\n",
                "event: ping\n\n",
                "id: 1\nretry: 5\n\n"
            })
    void what_only_keeps_the_line_open_is_idle(String event) throws IOException {
        assertThat(kinds(event)).containsExactly("Idle");
    }

    @Test
    void a_comment_right_before_the_data_hides_nothing() throws IOException {
        assertThat(kinds(": PROCESSING\n" + chunk(finish(0), "," + USAGE)))
                .containsExactly("Finish");
        assertThat(kinds(": note\n" + chunk(piece(0, "x"), ""))).containsExactly("Piece");
        assertThat(kinds(": note\ndata: [DONE]\n\n")).containsExactly("Done");
    }

    @Test
    void an_event_name_or_id_before_the_data_hides_nothing() throws IOException {
        assertThat(kinds("event: message\nid: 3\n" + chunk(finish(0), "")))
                .containsExactly("Finish");
        assertThat(kinds("id: 4\r\ndata: [DONE]\r\n\r\n")).containsExactly("Done");
        assertThat(kinds("event: error\ndata: {\"message\":\"overloaded\"}\n\n"))
                .containsExactly("Failed");
    }

    @Test
    void the_end_mark_is_known_with_and_without_space() throws IOException {
        assertThat(kinds("data:[DONE]\n\n")).containsExactly("Done");
        assertThat(kinds("data: [DONE]\r\r")).containsExactly("Done");
        assertThat(kinds("data: [DONE]")).containsExactly("Done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {\"error\":{\"message\":\"too busy\",\"code\":503}} | too busy",
                "data: {\"error\":\"too busy\"} | too busy",
                "data: {\"choices\":[{\"delta\":{}}],\"error\" : {\"message\":\"too busy\"}}"
                        + " | too busy",
                "data: {\"error\":{}} | no reason",
                "data: {\"object\":\"error\",\"message\":\"too busy\"} | too busy",
                "data: <html> | not JSON",
                "data: \"text\" | no JSON object",
                "data: {\"x\":1} {\"y\":1} | not JSON",
                "data: {\"usage\":{\"prompt_tokens\":1e99999999999},\"choices\":[]} | not JSON",
            })
    void what_says_or_shows_that_the_provider_broke_is_a_failure(String event, String why)
            throws IOException {
        assertThat(first(event + "\n\n"))
                .isInstanceOfSatisfying(
                        StreamEvent.Failed.class,
                        failed -> assertThat(failed.message()).contains(why));
    }

    @Test
    void a_chunk_without_choices_or_anything_known_is_passed_on() throws IOException {
        assertThat(kinds("data: {\"object\":\"chat.completion.chunk\",\"error\":null}\n\n"))
                .containsExactly("Piece");
    }

    @Test
    void an_event_cut_off_by_the_end_of_the_stream_is_a_failure() throws IOException {
        assertThat(kinds(chunk(piece(0, "a"), "") + "data: {\"choices\":[{\"delta\":{\"content\""))
                .containsExactly("Piece", "Failed");
        assertThat(kinds("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}"))
                .containsExactly("Failed");
        assertThat(kinds(chunk(finish(0), "").strip())).containsExactly("Finish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\\\"usage\\\":{\\\"prompt_tokens\\\":1}}",
                "\\\"finish_reason\\\":\\\"stop\\\"",
                "\\\"error\\\":{\\\"message\\\":\\\"x\\\"}",
                "\\\\\\\"usage\\\": {",
                "data: [DONE]\\n\\n",
            })
    void what_an_answer_quotes_is_text_and_nothing_else(String text) throws IOException {
        String stream = chunk(piece(0, text), ",\"usage\":null");

        assertThat(kinds(stream)).containsExactly("Piece");
        assertThat(Streams.usage(stream)).isNull();
    }

    @Test
    void words_of_the_dialect_in_nested_objects_are_not_the_chunks_own() throws IOException {
        String nested =
                "{\"index\":0,\"delta\":{\"content\":\"x\",\"extra\":{\"error\":{\"a\":1},"
                        + "\"finish_reason\":\"stop\",\"usage\":{\"prompt_tokens\":1}}}}";

        assertThat(kinds(chunk(nested, ""))).containsExactly("Piece");
        assertThat(Streams.usage(chunk(nested, ""))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"assistant\",\"content\":\"\"} | 0",
                "{\"content\":\"four\"} | 4",
                "{\"content\" : \"é\\n\"} | 4",
                "{\"content\":null,\"reasoning_content\":\"hm\"} | 2",
                "{\"content\":\"\",\"reasoning\":\"hmm\"} | 3",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]} | 2",
                "{} | 0",
            })
    void the_text_of_a_piece_is_measured(String delta, int bytes) throws IOException {
        String choice = "{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null}";

        assertThat(((StreamEvent.Piece) first(chunk(choice, ""))).textBytes()).isEqualTo(bytes);
    }

    @Test
    void an_event_over_several_data_lines_is_one_chunk() throws IOException {
        assertThat(
                        kinds(
                                "data: {\"choices\":[\ndata: "
                                        + finish(0)
                                        + "],\ndata: "
                                        + USAGE
                                        + "}\n\n"))
                .containsExactly("Finish");
    }

    @Test
    void it_is_ready_while_a_whole_event_is_held() throws IOException {
        AnswerStream events =
                Streams.open(chunk(piece(0, "a"), "") + chunk(finish(0), ""), Quirks.NONE);

        assertThat(events.next()).isInstanceOf(StreamEvent.Piece.class);
        assertThat(events.isReady()).isTrue();
        assertThat(events.next()).isInstanceOf(StreamEvent.Finish.class);
        assertThat(events.isReady()).isFalse();
        assertThat(events.next()).isNull();
    }
}
