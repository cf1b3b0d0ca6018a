package dev.undercut.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.chat.OriginalBody.Translation;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.UpstreamDialect.Depth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Translates through the room's door, as dispatch would. */
final class Translations {
    static final Target WHOLE = new Target("up", false, null, null, Quirks.NONE);
    static final Target STREAM = new Target("up", true, null, null, Quirks.NONE);
    static final Stamp STAMP = new Stamp("r1", "m", 1_700_000_000);
    static final Usage USAGE = new Usage(7, 2, 1, 0, 4, 3);

    private Translations() {}

    /** What a body says. */
    static Conversation read(String body) {
        Translation translation = Requests.read(body).body().translated();
        assertThat(translation).isInstanceOf(Translation.Of.class);
        return ((Translation.Of) translation).conversation();
    }

    /** What the least request says together with these fields. */
    static Conversation with(String more) {
        return read("{" + Requests.MINIMUM + "," + more + "}");
    }

    /** What a request of these messages says. */
    static Conversation messages(String... messages) {
        return read("{\"model\":\"m\",\"messages\":[" + String.join(",", messages) + "]}");
    }

    /** Why a body cannot be said in another dialect. */
    static Refusal refusal(String body) {
        Translation translation = Requests.read(body).body().translated();
        assertThat(translation).isInstanceOf(Translation.Refused.class);
        return ((Translation.Refused) translation).refusal();
    }

    static String written(Conversation conversation, Target target) {
        Outgoing outgoing = new OpenAi().write(conversation, target);
        assertThat(outgoing).isInstanceOf(Outgoing.Ready.class);
        Outgoing.Ready ready = (Outgoing.Ready) outgoing;
        assertThat(ready.path()).isEqualTo("/chat/completions");
        return new String(ready.body(), UTF_8);
    }

    static JsonNode json(String text) {
        return requireNonNull(Json.tree(text.getBytes(UTF_8)), text);
    }

    /** All deltas of a stream. */
    static List<Delta> deltas(InputStream stream) throws IOException {
        AnswerStream events = new OpenAi().stream(stream, Quirks.NONE, Depth.TRANSLATE);
        List<Delta> deltas = new ArrayList<>();
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            deltas.addAll(
                    switch (event) {
                        case StreamEvent.Piece piece -> piece.deltas();
                        case StreamEvent.Finish finish -> finish.deltas();
                        case StreamEvent.UsageOnly only -> List.<Delta>of();
                        case StreamEvent.Idle idle -> List.<Delta>of();
                        case StreamEvent.Done done -> List.<Delta>of();
                        case StreamEvent.Failed failed ->
                                throw new AssertionError(failed.message());
                    });
        }
        return deltas;
    }

    static List<Delta> deltas(String stream) throws IOException {
        return deltas(new ByteArrayInputStream(stream.getBytes(UTF_8)));
    }

    /** All deltas of chunks of one choice, given as deltas of the dialect. */
    static List<Delta> deltasOf(String... deltas) throws IOException {
        StringBuilder stream = new StringBuilder();
        for (String delta : deltas) {
            String chunk = "{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}";
            stream.append("data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[");
            stream.append(chunk).append("]}\n\n");
        }
        List<Delta> all = deltas(stream.toString());
        assertThat(all.getFirst()).isEqualTo(new Delta.Started("c", "m"));
        return all.subList(1, all.size());
    }

    /** All deltas of a whole answer. */
    static List<Delta> whole(String answer) {
        var whole = new OpenAi().whole(answer.getBytes(UTF_8), Quirks.NONE, Depth.TRANSLATE);
        return requireNonNull(whole).deltas();
    }

    /** The stream that a client gets of those deltas, one event each. */
    static String stream(ChatRequest request, List<Delta> deltas) throws IOException {
        StreamWriter writer = new OpenAi().translating(request, STAMP);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Delta delta : deltas) {
            writer.write(event(delta), out);
        }
        writer.end(Streams.RECEIPT, USAGE, out);
        return out.toString(UTF_8);
    }

    static StreamEvent event(Delta delta) {
        return delta instanceof Delta.Stopped stopped
                ? new StreamEvent.Finish(
                        StreamEvent.NO_FRAME, stopped.reason(), null, List.of(delta))
                : new StreamEvent.Piece(StreamEvent.NO_FRAME, 1, null, List.of(delta));
    }

    static Delta stopped(StopReason reason) {
        return new Delta.Stopped(0, reason, null);
    }
}
