package dev.undercut.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.OriginalBody;
import dev.undercut.chat.OriginalBody.Change;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.UpstreamDialect;
import java.util.Arrays;
import java.util.List;

/**
 * The readers of clients' requests. A request is read or refused and nothing is thrown; a refusal
 * is JSON; what is read is written again as the same JSON but for what may change; and each dialect
 * says it as JSON or refuses it. Bytes that are no UTF-8 may stand where we need not look: they are
 * passed on as they are, for the provider to refuse.
 */
public final class RequestTarget {
    /** No provider speaks it, so nobody passes it on. */
    private static final int RESPONSES = 2;

    private static final List<String> MAY_CHANGE =
            List.of(
                    "model",
                    "undercut",
                    "stream_options",
                    "max_tokens",
                    "max_completion_tokens",
                    "max_output_tokens");

    private RequestTarget() {}

    /** The first byte chooses the client's dialect and what changes; the rest is the body. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = input[0] & 0xff;
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        ClientDialect client = FuzzedDialects.clients().get(choice % 4);
        switch (client.read(body)) {
            case Reading.Refused refused ->
                    FuzzedDialects.json(client.refusal(refused.refusal(), "req_1"), "a refusal");
            case Reading.Read read -> {
                boolean limit = (choice & 0x10) != 0;
                if (choice % 4 != RESPONSES && FuzzedDialects.isUtf8(body)) {
                    rewritten(body, read.request(), limit, (choice & 0x20) != 0);
                }
                translated(read.request(), limit);
            }
        }
    }

    private static void rewritten(byte[] body, ChatRequest request, boolean limit, boolean usage) {
        Change change = new Change("other", usage, limit ? 7L : null, "max_tokens");
        byte[] written = request.body().rewritten(change);
        JsonNode after = FuzzedDialects.json(written, "the rewritten body");
        if (!after.path("model").asText().equals("other") || after.has("undercut")) {
            throw new AssertionError("not what was asked for: " + after);
        }
        JsonNode before = FuzzedDialects.json(body, "the body that was read");
        ((ObjectNode) before).remove(MAY_CHANGE);
        ((ObjectNode) after).remove(MAY_CHANGE);
        if (!before.equals(after)) {
            throw new AssertionError(before + " became " + after);
        }
    }

    private static void translated(ChatRequest request, boolean limit) {
        switch (request.body().translated()) {
            case OriginalBody.Translation.Refused refused -> {}
            case OriginalBody.Translation.Of of -> {
                for (UpstreamDialect upstream : FuzzedDialects.upstreams().subList(0, 5)) {
                    written(upstream, of.conversation(), request.stream(), limit);
                }
            }
        }
    }

    private static void written(
            UpstreamDialect upstream, Conversation conversation, boolean stream, boolean limit) {
        Target target = new Target("other", stream, limit ? 7L : null, 4096L, Quirks.NONE, limit);
        if (upstream.write(conversation, target) instanceof Outgoing.Ready ready) {
            FuzzedDialects.json(ready.body(), "what goes to " + upstream.name());
        }
    }
}
