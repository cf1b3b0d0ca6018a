package dev.undercut.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.Golden;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Heard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockStreamTest {
    private final Bedrock bedrock = new Bedrock();

    private Heard heard(byte[] stream) throws IOException {
        return Heard.of(bedrock, new ByteArrayInputStream(stream));
    }

    @Test
    void a_stream_written_by_awss_own_library_is_read() throws IOException {
        Golden.assertMatches(
                "src/test/resources/dialect/bedrock/stream.txt",
                heard(Events.answer().bytes()).lines());
    }

    @Property(tries = 60)
    void a_stream_cut_into_pieces_of_any_size_says_the_same(
            @ForAll @IntRange(min = 1, max = 700) int size) throws IOException {
        Heard heard = Heard.inPieces(bedrock, Events.answer().bytes(), size);

        assertThat(heard.text()).isEqualTo("Grüße 🌍");
        assertThat(heard.reason()).isEqualTo(StopReason.TOOL);
        assertThat(Objects.requireNonNull(heard.report()).usage())
                .isEqualTo(new Usage(10, 5, 6, 4, 20, 0));
    }

    @Property(tries = 60)
    void a_stream_that_ends_within_an_event_is_broken(
            @ForAll @IntRange(min = 1, max = 100_000) int at) {
        byte[] whole = new Events().event("messageStop", "{\"stopReason\":\"end_turn\"}").bytes();
        byte[] cut = Arrays.copyOf(whole, 1 + Math.floorMod(at, whole.length - 1));

        assertThatThrownBy(() -> heard(cut)).isInstanceOf(IOException.class);
    }

    @Property(tries = 200)
    void a_flipped_bit_anywhere_is_noticed(
            @ForAll @IntRange(min = 0, max = 100_000) int at,
            @ForAll @IntRange(min = 0, max = 7) int bit) {
        byte[] whole = new Events().event("messageStop", "{\"stopReason\":\"end_turn\"}").bytes();
        whole[Math.floorMod(at, whole.length)] ^= (byte) (1 << bit);

        assertThatThrownBy(() -> heard(whole)).isInstanceOf(IOException.class);
    }

    @Test
    void lengths_past_all_measure_are_refused_before_memory_is_taken() {
        byte[] huge = prelude(Integer.MAX_VALUE, 0);
        byte[] negative = prelude(-1, 0);
        byte[] headers = prelude(64, 1_000_000);

        assertThatThrownBy(() -> heard(huge)).hasMessageContaining("an event of 2147483647 bytes");
        assertThatThrownBy(() -> heard(negative)).hasMessageContaining("an event of -1 bytes");
        assertThatThrownBy(() -> heard(headers)).hasMessageContaining("headers 1000000");
    }

    @Test
    void headers_of_every_kind_are_passed_over() throws IOException {
        // By the specification: a name's length, the name, the kind, the value.
        ByteBuffer headers =
                ByteBuffer.allocate(100)
                        .put(new byte[] {1, 'a', 2, 9, 1, 'b', 3, 0, 9, 1, 'c', 0, 1, 'd', 1})
                        .put(new byte[] {1, 'e', 4, 0, 0, 0, 9, 1, 'f', 6, 0, 2, 9, 9})
                        .put(new byte[] {5, 't', 'i', 't', 'l', 'e', 7, 0, 2, 'o', 'k'});
        byte[] message = message(Arrays.copyOf(headers.array(), headers.position()));

        EventMessages.Message read =
                Objects.requireNonNull(
                        new EventMessages(new ByteArrayInputStream(message), 1000).next());

        assertThat(read.headers()).containsExactlyEntriesOf(Map.of("title", "ok"));
        assertThat(read.payload()).isEmpty();
        assertThatThrownBy(() ->
                        new EventMessages(
                                        new ByteArrayInputStream(message(new byte[] {1, 'a', 10})),
                                        1000)
                                .next())
                .hasMessageContaining("unknown type 10");
        assertThatThrownBy(() ->
                        new EventMessages(
                                        new ByteArrayInputStream(
                                                message(new byte[] {1, 'a', 7, 9, 9})),
                                        1000)
                                .next())
                .hasMessageContaining("malformed");
    }

    private static byte[] message(byte[] headers) {
        int length = 16 + headers.length;
        ByteBuffer bytes = ByteBuffer.allocate(length).put(prelude(length, headers.length));
        bytes.put(headers);
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 0, length - 4);
        return bytes.putInt((int) crc.getValue()).array();
    }

    private static byte[] prelude(int length, int headers) {
        ByteBuffer bytes = ByteBuffer.allocate(12).putInt(length).putInt(headers);
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 0, 8);
        return bytes.putInt((int) crc.getValue()).array();
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOL",
        "guardrail_intervened, FILTER",
        "content_filtered, FILTER"
    })
    void a_stop_says_why(String word, StopReason reason) throws IOException {
        byte[] stream =
                new Events().event("messageStop", "{\"stopReason\":\"" + word + "\"}").bytes();

        assertThat(heard(stream).reason()).isEqualTo(reason);
    }

    @Test
    void an_answer_that_the_service_calls_malformed_is_a_failure() throws IOException {
        byte[] stream =
                new Events()
                        .event("messageStop", "{\"stopReason\":\"malformed_tool_use\"}")
                        .bytes();

        assertThat(heard(stream).failure()).contains("malformed_tool_use");
    }

    @Test
    void an_exception_in_the_stream_is_a_failure() throws IOException {
        byte[] throttled =
                new Events()
                        .event("messageStart", "{\"role\":\"assistant\"}")
                        .exception("throttlingException", "{\"message\":\"Too many tokens\"}")
                        .bytes();
        byte[] error =
                new Events()
                        .message(
                                Map.of(
                                        ":message-type", "error",
                                        ":error-code", "InternalFailure",
                                        ":error-message", "sorry"),
                                "")
                        .bytes();

        assertThat(heard(throttled).failure()).isEqualTo("throttlingException: Too many tokens");
        assertThat(heard(error).failure()).isEqualTo("InternalFailure: sorry");
    }

    @Test
    void an_event_of_a_new_kind_is_passed_over_but_new_content_is_not() throws IOException {
        byte[] event = new Events().event("somethingNew", "{}").bytes();
        byte[] content =
                new Events()
                        .event(
                                "contentBlockDelta",
                                "{\"contentBlockIndex\":0,\"delta\":{\"image\":{}}}")
                        .bytes();

        assertThat(heard(event).failure()).isNull();
        assertThat(heard(content).failure()).contains("cannot be passed on");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"inputTokens\":-1,\"outputTokens\":1}",
                "{\"inputTokens\":1,\"outputTokens\":1,\"cacheWriteInputTokens\":1,"
                        + "\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":2}]}",
                "{\"outputTokens\":1}"
            })
    void usage_that_makes_no_sense_is_none(String usage) throws IOException {
        assertThat(
                        heard(new Events().event("metadata", "{\"usage\":" + usage + "}").bytes())
                                .report())
                .isNull();
    }
}
