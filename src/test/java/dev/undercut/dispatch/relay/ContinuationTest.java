package dev.undercut.dispatch.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.StreamEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Prefix and continuation make the whole, however the text is cut into pieces. */
class ContinuationTest {

    @Property(tries = 500)
    void an_answer_said_again_gives_the_rest(
            @ForAll @StringLength(max = 60) String given,
            @ForAll @StringLength(max = 60) String rest,
            @ForAll long seed)
            throws IOException {
        Heard heard = hear(given, "", pieces(given + rest, seed), true);
        assertThat(given + heard.text()).isEqualTo(given + rest);
        assertThat(heard.failed()).isFalse();
        assertThat(heard.continuation().goesOn()).isFalse();
    }

    @Property(tries = 500)
    void an_answer_that_says_something_else_gives_nothing_after_the_difference(
            @ForAll @StringLength(min = 1, max = 60) String given,
            @ForAll @StringLength(max = 60) String other,
            @ForAll long seed)
            throws IOException {
        if (other.startsWith(given)) {
            return;
        }
        Heard heard = hear(given, "", pieces(other, seed), true);
        assertThat(heard.text()).isEmpty();
        assertThat(heard.failed()).isTrue();
        assertThat(heard.continuation().hasDelivered()).isFalse();
        assertThat(heard.continuation().hasDiverged()).isTrue();
    }

    @Property(tries = 500)
    void an_answer_gone_on_with_is_taken_as_it_comes(
            @ForAll @StringLength(max = 60) String rest, @ForAll long seed) throws IOException {
        String given = "once upon a time there was a gateway";
        if (rest.startsWith(given.substring(0, Continuation.TELLING))) {
            return;
        }
        Heard heard = hear(given, given, pieces(rest, seed), true);
        assertThat(heard.text()).isEqualTo(rest);
        assertThat(heard.continuation().goesOn()).isTrue();
    }

    @Property(tries = 200)
    void an_answer_begun_again_although_asked_to_go_on_repeats_nothing(
            @ForAll @StringLength(max = 60) String rest, @ForAll long seed) throws IOException {
        String given = "once upon a time there was a gateway ";
        Heard heard = hear(given, given.stripTrailing(), pieces(given + rest, seed), true);
        assertThat(heard.text()).isEqualTo(rest);
        assertThat(heard.continuation().goesOn()).isFalse();
    }

    @Test
    void space_at_the_seam_is_not_said_twice() throws IOException {
        String given = "once upon a time there was a \n";
        assertThat(hear(given, given.stripTrailing(), List.of(" \n", "gateway"), true).text())
                .isEqualTo("gateway");
        assertThat(hear(given, given.stripTrailing(), List.of("gateway"), true).text())
                .isEqualTo("gateway");
    }

    private record Heard(String text, boolean failed, Continuation continuation) {}

    private static Heard hear(String given, String asked, List<String> pieces, boolean finish)
            throws IOException {
        Queue<StreamEvent> events = new ArrayDeque<>();
        List<Delta> first = new ArrayList<>(List.of(new Delta.Started("id", "model")));
        events.add(new StreamEvent.Piece(StreamEvent.NO_FRAME, 0, null, first));
        for (String piece : pieces) {
            events.add(
                    new StreamEvent.Piece(
                            StreamEvent.NO_FRAME, 1, null, List.of(new Delta.Text(0, piece))));
        }
        if (finish) {
            events.add(
                    new StreamEvent.Finish(
                            StreamEvent.NO_FRAME,
                            StopReason.STOP,
                            null,
                            List.of(new Delta.Stopped(0, StopReason.STOP, null))));
        }
        Continuation rest = new Continuation(stream(events), given, asked);
        StringBuilder text = new StringBuilder();
        for (StreamEvent event = rest.next(); event != null; event = rest.next()) {
            if (event instanceof StreamEvent.Failed) {
                return new Heard(text.toString(), true, rest);
            }
            List<Delta> deltas =
                    event instanceof StreamEvent.Piece piece
                            ? piece.deltas()
                            : ((StreamEvent.Finish) event).deltas();
            for (Delta delta : deltas) {
                if (delta instanceof Delta.Text more) {
                    text.append(more.text());
                }
            }
        }
        return new Heard(text.toString(), false, rest);
    }

    private static List<String> pieces(String text, long seed) {
        Random random = new Random(seed);
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(9));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static AnswerStream stream(Queue<StreamEvent> events) {
        return new AnswerStream() {
            @Override
            public @Nullable StreamEvent next() {
                return events.poll();
            }

            @Override
            public boolean isReady() {
                return true;
            }
        };
    }
}
