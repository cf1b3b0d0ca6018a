package dev.undercut.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.chat.OriginalBody.Translation;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Speaks the dialect through the room's door. */
final class Talk {
    static final String HI = "{\"model\":\"m\",\"input\":\"hi\"}";
    static final String RECEIPT = "{\"cost_usd\":0.1}";
    static final Usage USAGE = new Usage(7, 2, 1, 0, 4, 3);
    private static final Stamp STAMP = new Stamp("r1", "m", 1_700_000_000);
    private static final Responses DIALECT = new Responses();

    private Talk() {}

    static ChatRequest read(String body) {
        Reading reading = DIALECT.read(body.getBytes(UTF_8));
        assertThat(reading).as(body).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).request();
    }

    static Refusal refusal(String body) {
        Reading reading = DIALECT.read(body.getBytes(UTF_8));
        assertThat(reading).as(body).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading).refusal();
    }

    /** What a request says that has these fields beside its model and its input. */
    static Conversation with(String more) {
        return conversation("{\"model\":\"m\",\"input\":\"hi\"," + more + "}");
    }

    /** What a request of these items says. */
    static Conversation items(String... items) {
        return conversation("{\"model\":\"m\",\"input\":[" + String.join(",", items) + "]}");
    }

    static Conversation conversation(String body) {
        Translation translation = read(body).body().translated();
        assertThat(translation).isInstanceOf(Translation.Of.class);
        return ((Translation.Of) translation).conversation();
    }

    static String whole(String request, List<Delta> deltas) {
        byte[] body = DIALECT.write(read(request), Answer.of(deltas), USAGE, STAMP);
        return new String(DIALECT.withReceipt(body, RECEIPT), UTF_8);
    }

    static String stream(String request, List<Delta> deltas) throws IOException {
        StreamWriter writer = DIALECT.translating(read(request), STAMP);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Delta delta : deltas) {
            writer.write(event(delta), out);
        }
        writer.end(RECEIPT, USAGE, out);
        return out.toString(UTF_8);
    }

    /** What a client hears of an answer that breaks off after these. */
    static String broken(List<Delta> deltas) throws IOException {
        StreamWriter writer = DIALECT.translating(read(HI), STAMP);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Delta delta : deltas) {
            writer.write(event(delta), out);
        }
        writer.broken(
                new Refusal(Refusal.Kind.UPSTREAM, "upstream_cut", "It broke off.", null), out);
        return out.toString(UTF_8);
    }

    private static StreamEvent event(Delta delta) {
        return delta instanceof Delta.Stopped stopped
                ? new StreamEvent.Finish(
                        StreamEvent.NO_FRAME, stopped.reason(), null, List.of(delta))
                : new StreamEvent.Piece(StreamEvent.NO_FRAME, 1, null, List.of(delta));
    }

    /** The data of every event; each event's name is the type in its data. */
    static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        for (String frame : stream.split("\n\n", -1)) {
            if (frame.isEmpty()) {
                continue;
            }
            String[] lines = frame.split("\n", -1);
            assertThat(lines).hasSize(2);
            JsonNode data = json(lines[1].substring("data: ".length()));
            assertThat(lines[0]).isEqualTo("event: " + data.path("type").asText());
            assertThat(data.path("sequence_number").asInt(-1)).isEqualTo(events.size());
            events.add(data);
        }
        return events;
    }

    static List<String> types(String stream) {
        return events(stream).stream().map(event -> event.path("type").asText()).toList();
    }

    static JsonNode json(String text) {
        return requireNonNull(Json.tree(text.getBytes(UTF_8)), text);
    }
}
