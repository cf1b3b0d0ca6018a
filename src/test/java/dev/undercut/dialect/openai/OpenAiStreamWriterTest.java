package dev.undercut.dialect.openai;

import static dev.undercut.dialect.openai.Streams.DONE;
import static dev.undercut.dialect.openai.Streams.WITH;
import static dev.undercut.dialect.openai.Streams.chunk;
import static dev.undercut.dialect.openai.Streams.finish;
import static dev.undercut.dialect.openai.Streams.piece;
import static dev.undercut.dialect.openai.Streams.relayed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.Golden;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiStreamWriterTest {
    private static final String USAGE =
            ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}";

    @Test
    void a_whole_stream_goes_through_as_the_golden_files_say() throws IOException {
        String in = Files.readString(Path.of("src/test/resources/golden/openai/stream.sse"));

        Golden.assertMatches(
                "src/test/resources/golden/openai/stream-passed-on.sse", relayed(in, false));
        Golden.assertMatches(
                "src/test/resources/golden/openai/stream-passed-on-with-usage.sse",
                relayed(in, true));
    }

    @Test
    void the_receipt_stands_on_the_finishing_chunk() throws IOException {
        assertThat(relayed(chunk(piece(0, "a"), "") + chunk(finish(0), "") + DONE, false))
                .isEqualTo(chunk(piece(0, "a"), "") + chunk(finish(0), WITH) + DONE);
    }

    @Test
    void usage_is_hidden_from_a_client_that_did_not_ask() throws IOException {
        String in =
                chunk(piece(0, "a"), ",\"usage\":null")
                        + chunk(finish(0), ",\"usage\":null")
                        + chunk("", USAGE)
                        + DONE;

        assertThat(relayed(in, false))
                .isEqualTo(chunk(piece(0, "a"), "") + chunk(finish(0), WITH) + DONE);
    }

    @Test
    void usage_is_shown_to_a_client_that_asked() throws IOException {
        String in =
                chunk(piece(0, "a"), ",\"usage\":null")
                        + chunk(finish(0), ",\"usage\":null")
                        + chunk("", USAGE)
                        + DONE;

        assertThat(relayed(in, true))
                .isEqualTo(
                        chunk(piece(0, "a"), ",\"usage\":null")
                                + chunk(finish(0), ",\"usage\":null" + WITH)
                                + chunk("", USAGE)
                                + DONE);
    }

    @Test
    void usage_on_the_finishing_chunk_is_hidden_or_shown_as_asked() throws IOException {
        String in = chunk(finish(0), USAGE) + DONE;

        assertThat(relayed(in, false)).isEqualTo(chunk(finish(0), WITH) + DONE);
        assertThat(relayed(in, true)).isEqualTo(chunk(finish(0), USAGE + WITH) + DONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"usage\":null,\"choices\":[]}` | `{\"choices\":[]}`",
                "`{ \"usage\" : null , \"choices\":[]}` | `{  \"choices\":[]}`",
                "`{\"choices\":[], \"usage\": null}` | `{\"choices\":[]}`",
                "`{\"choices\":[],\"usage\":null,\"x\":1}` | `{\"choices\":[],\"x\":1}`",
                "`{\"choices\":[] ,\t\"usage\" :\tnull }` | `{\"choices\":[]  }`",
                "`{\"choices\":[],\"usage\":{\"a\":{\"b\":\"}\"},\"c\":[1]}}` | `{\"choices\":[]}`",
                "`{\"choices\":[]}` | `{\"choices\":[]}`",
            })
    void the_key_goes_with_its_comma_whatever_the_white_space(String in, String out)
            throws IOException {
        StreamWriter writer = new OpenAi().passing(false);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        StreamEvent event = Streams.open("data: " + in + "\n\n", Quirks.NONE).next();
        StreamEvent.Piece piece =
                event instanceof StreamEvent.UsageOnly(var frame, var report)
                        ? new StreamEvent.Piece(frame, 0, report)
                        : (StreamEvent.Piece) Objects.requireNonNull(event);
        writer.write(piece, written);

        assertThat(written.toString(StandardCharsets.UTF_8).replaceAll("\\s", ""))
                .isEqualTo(("data: " + out).replaceAll("\\s", ""));
    }

    @Test
    void what_an_answer_quotes_is_never_cut_out() throws IOException {
        String quoting = chunk(piece(0, "{\\\"usage\\\":null, \\\"a\\\":1}"), "");
        String nested =
                chunk("{\"index\":0,\"delta\":{\"content\":\"\",\"x\":{\"usage\":{\"n\":1}}}}", "");
        String inner = chunk(piece(0, "g"), ",\"x_groq\":{\"id\":\"r\",\"usage\":{\"n\":1}}");

        assertThat(relayed(quoting, false)).startsWith(quoting);
        assertThat(relayed(nested, false)).startsWith(nested);
        assertThat(relayed(inner, false)).startsWith(inner);
        assertThat(
                        relayed(
                                chunk(
                                        finish(0),
                                        ",\"x_groq\":{\"usage\":{\"n\":1}},\"usage\":null"),
                                false))
                .isEqualTo(chunk(finish(0), ",\"x_groq\":{\"usage\":{\"n\":1}}" + WITH) + DONE);
    }

    @Test
    void of_several_answers_the_finish_of_one_does_not_hold_the_other_back() throws IOException {
        String in =
                chunk(piece(0, "a"), "")
                        + chunk(finish(0), "")
                        + chunk(piece(1, "b"), "")
                        + chunk(finish(1), "")
                        + chunk("", USAGE)
                        + DONE;
        StreamWriter writer = new OpenAi().passing(false);
        var events = Streams.open(in, Quirks.NONE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            writer.write(Objects.requireNonNull(events.next()), out);
        }

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        chunk(piece(0, "a"), "") + chunk(finish(0), "") + chunk(piece(1, "b"), ""));
        assertThat(relayed(in, false))
                .isEqualTo(
                        chunk(piece(0, "a"), "")
                                + chunk(finish(0), "")
                                + chunk(piece(1, "b"), "")
                                + chunk(finish(1), WITH)
                                + DONE);
    }

    @Test
    void a_chunk_that_trails_the_finish_does_not_cost_the_receipt() throws IOException {
        String trailing = chunk("{\"index\":0,\"delta\":{},\"content_filter_offsets\":{}}", "");
        String counting = chunk(piece(0, ""), USAGE);
        String in = chunk(piece(0, "a"), "") + chunk(finish(0), "") + trailing + counting + DONE;

        assertThat(relayed(in, false))
                .isEqualTo(
                        chunk(piece(0, "a"), "")
                                + chunk(finish(0), WITH)
                                + trailing
                                + chunk(piece(0, ""), "")
                                + DONE);
        assertThat(relayed(in, true)).contains(chunk(finish(0), WITH) + trailing + counting + DONE);
    }

    @Test
    void a_stream_without_end_mark_or_final_line_end_is_ended_cleanly() throws IOException {
        String in = chunk(piece(0, "a"), "") + chunk(finish(0), "").strip();

        assertThat(relayed(in, false))
                .isEqualTo(chunk(piece(0, "a"), "") + chunk(finish(0), WITH) + DONE);
    }

    @Test
    void comments_pass_at_once() throws IOException {
        assertThat(relayed(": PROCESSING\n\n" + chunk(finish(0), "") + DONE, false))
                .isEqualTo(": PROCESSING\n\n" + chunk(finish(0), WITH) + DONE);
    }

    @Test
    void line_ends_of_the_provider_survive() throws IOException {
        String in = chunk(piece(0, "a"), "").replace("\n", "\r\n");

        assertThat(relayed(in, false)).startsWith(in);
        assertThat(relayed(chunk(finish(0), "").replace("\n", "\r"), false))
                .isEqualTo(chunk(finish(0), WITH).replace("\n", "\r") + DONE);
    }

    @Test
    void usage_on_several_data_lines_is_hidden_too() throws IOException {
        String in =
                "data: {\"choices\":[" + finish(0) + "],\ndata: \"usage\":\ndata: {\"a\":1}}\n\n";

        String out = relayed(in, false);
        assertThat(out).doesNotContain("usage").endsWith(WITH + "}\n\n" + DONE);
    }

    @Test
    void an_answer_that_broke_ends_in_an_error_and_no_end_mark() throws IOException {
        String in =
                chunk(piece(0, "a"), "")
                        + chunk(finish(0), "")
                        + "data: {\"error\":{\"message\":\"gone\"}}\n\n";

        assertThat(relayed(in, true))
                .isEqualTo(
                        chunk(piece(0, "a"), "")
                                + "data: {\"error\":{\"message\":\"gone\","
                                + "\"type\":\"server_error\",\"param\":null,\"code\":\"cut\"}}\n\n");
    }

    @Test
    void an_error_event_stays_one_event_whatever_its_message() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OpenAi()
                .passing(false)
                .broken(new Refusal(Refusal.Kind.UPSTREAM, "c", "a\n\r\"b\"", null), out);

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }
}
