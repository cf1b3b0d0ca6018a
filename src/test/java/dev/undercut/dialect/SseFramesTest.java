package dev.undercut.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.dialect.SseFrames.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFramesTest {
    private static final int MOST = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void every_line_end_of_the_standard_ends_an_event(String end) throws IOException {
        String stream = "data: a" + end + end + "data:b" + end + "data:c" + end + end;

        assertThat(data(stream)).containsExactly("a", "b\nc");
        assertThat(frames(stream))
                .containsExactly("data: a" + end + end, "data:b" + end + "data:c" + end + end);
    }

    @Test
    void line_ends_may_be_mixed() throws IOException {
        assertThat(data("data: a\r\n\ndata: b\n\r\ndata: c\r\rdata: d\r\n\r\n"))
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void one_space_after_the_colon_is_no_data() throws IOException {
        assertThat(data("data:  a \n\ndata:a\n\ndata:\n\n")).containsExactly(" a ", "a", "");
    }

    @Test
    void other_fields_and_comments_carry_no_data() throws IOException {
        assertThat(data(": hello\n\nevent: x\nid: 1\nretry: 5\n\ndatabase: y\n\n\n"))
                .containsExactly("-", "-", "-", "-");
        assertThat(data(": note\nevent: x\ndata: y\nid: 7\n\n")).containsExactly("y");
    }

    @Test
    void what_stands_at_the_end_without_an_empty_line_comes_too() throws IOException {
        assertThat(data("data: a\n\ndata: b")).containsExactly("a", "b");
        assertThat(data("data: a\n\ndata: b\n")).containsExactly("a", "b");
        assertThat(data("data: a\r\n\r")).containsExactly("a");
        assertThat(data("")).isEmpty();
    }

    @Test
    void a_last_event_without_line_ends_gets_them_so_that_another_may_follow() throws IOException {
        assertThat(frames("data: a\n\ndata: b")).last().asString().isEqualTo("data: b\n\n");
        assertThat(frames("data: b\n")).last().asString().startsWith("data: b\n").endsWith("\n\n");
    }

    @Test
    void an_event_of_megabytes_is_one_event() throws IOException {
        String large = "é".repeat(1_500_000);
        SseFrames frames = of("data: " + large + "\n\ndata: b\n\n", 8 << 20);

        assertThat(text(frames.next())).isEqualTo(large);
        assertThat(text(frames.next())).isEqualTo("b");
        assertThat(frames.next()).isNull();
    }

    @Test
    void an_event_over_the_limit_breaks_the_stream() throws IOException {
        SseFrames frames = of("data: ok\n\ndata: " + "x".repeat(70_000), 64 * 1024);

        assertThat(text(frames.next())).isEqualTo("ok");
        assertThatThrownBy(frames::next)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void many_events_larger_together_than_the_limit_are_no_harm() throws IOException {
        String stream = ("data: " + "x".repeat(5000) + "\n\n").repeat(40);
        SseFrames frames = of(stream, 8 * 1024);
        int count = 0;
        while (frames.next() != null) {
            count++;
        }
        assertThat(count).isEqualTo(40);
    }

    @Test
    void a_kept_frame_outlives_the_next_step() throws IOException {
        SseFrames frames = new SseFrames(new Pieces(List.of("data: a\n\n", "data: b\n\n")), MOST);
        Frame kept = Objects.requireNonNull(frames.next()).kept();
        frames.next();

        assertThat(text(kept)).isEqualTo("a");
    }

    @Test
    void it_is_ready_exactly_while_a_whole_event_is_held() throws IOException {
        SseFrames frames =
                new SseFrames(
                        new Pieces(
                                List.of(
                                        "data: a\n\ndata: b\n\ndata: c",
                                        "\n\n",
                                        "data: d\n\n",
                                        "data: e\n\nda",
                                        "ta: f\n\n")),
                        MOST);

        assertThat(frames.isReady()).isFalse();
        assertThat(text(frames.next())).isEqualTo("a");
        assertThat(frames.isReady()).isTrue();
        assertThat(frames.isReady()).as("asking changes nothing").isTrue();
        assertThat(text(frames.next())).isEqualTo("b");
        assertThat(frames.isReady()).isFalse();
        assertThat(text(frames.next())).isEqualTo("c");
        assertThat(frames.isReady()).isFalse();
        assertThat(text(frames.next())).isEqualTo("d");
        assertThat(frames.isReady()).isFalse();
        assertThat(text(frames.next())).isEqualTo("e");
        assertThat(frames.isReady()).isFalse();
        assertThat(text(frames.next())).isEqualTo("f");
        assertThat(frames.next()).isNull();
        assertThat(frames.isReady()).as("the end is known").isTrue();
    }

    @Property(tries = 500)
    void how_the_bytes_are_cut_into_reads_makes_no_difference(@ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        String stream = stream(random);
        List<String> whole = data(stream);
        SseFrames frames = new SseFrames(new Cut(stream, random), MOST);

        List<String> pieces = new ArrayList<>();
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            pieces.add(text(frame));
            if (random.nextBoolean()) {
                frames.isReady();
            }
        }
        assertThat(pieces).isEqualTo(whole);
    }

    @Property(tries = 300)
    void whatever_is_whole_in_the_buffer_is_ready(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        String stream = stream(random);
        Cut in = new Cut(stream, random);
        SseFrames frames = new SseFrames(in, MOST);
        boolean ready = frames.isReady();
        int reads = in.reads;
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            assertThat(in.reads > reads).isEqualTo(!ready);
            ready = frames.isReady();
            reads = in.reads;
        }
    }

    /** Lines, comments, characters of several bytes and empty lines, in all three line ends. */
    private static String stream(Random random) {
        String[] lines = {
            "data: x", "data:é日😀", "data: ", ": note", "event: e", "", "", "data: [DONE]", "id"
        };
        String[] ends = {"\n", "\r\n", "\r"};
        StringBuilder stream = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            stream.append(lines[random.nextInt(lines.length)]).append(ends[random.nextInt(3)]);
        }
        return stream.append(random.nextBoolean() ? "" : "data: tail").toString();
    }

    private static List<String> data(String stream) throws IOException {
        SseFrames frames = of(stream, MOST);
        List<String> data = new ArrayList<>();
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            data.add(text(frame));
        }
        return data;
    }

    private static List<String> frames(String stream) throws IOException {
        SseFrames frames = of(stream, MOST);
        List<String> data = new ArrayList<>();
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            data.add(
                    new String(
                            frame.buffer(),
                            frame.from(),
                            frame.to() - frame.from(),
                            StandardCharsets.UTF_8));
        }
        return data;
    }

    private static SseFrames of(String stream, int most) {
        return new SseFrames(
                new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)), most);
    }

    private static String text(@Nullable Frame frame) {
        byte[] data = SseFrames.data(Objects.requireNonNull(frame));
        return data == null ? "-" : new String(data, StandardCharsets.UTF_8);
    }

    /** Gives one piece a read. */
    private static final class Pieces extends InputStream {
        private final List<String> pieces;
        private int next;

        Pieces(List<String> pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int at, int length) {
            if (next == pieces.size()) {
                return -1;
            }
            byte[] piece = pieces.get(next++).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(piece, 0, into, at, piece.length);
            return piece.length;
        }
    }

    /** Gives a few bytes a read, at random. */
    private static final class Cut extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private int at;
        private int reads;

        Cut(String text, Random random) {
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
            this.random = random;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int start, int length) {
            reads++;
            if (at == bytes.length) {
                return -1;
            }
            int count = Math.min(Math.min(1 + random.nextInt(12), length), bytes.length - at);
            System.arraycopy(bytes, at, into, start, count);
            at += count;
            return count;
        }
    }
}
