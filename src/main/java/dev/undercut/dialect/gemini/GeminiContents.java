package dev.undercut.dialect.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Part;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.gemini.CallMemory.Kept;
import dev.undercut.dialect.wire.ToolArguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the turns. Gemini wants them to alternate, the results of all calls of a turn together and
 * in the order of the calls, each under the name of its tool, and the signatures of calls where
 * they stood.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">thought signatures</a>
 */
final class GeminiContents {
    /**
     * Stands for a signature that is lost or never was, as Google's page on thought signatures
     * allows for histories of other models.
     */
    static final String LOST_SIGNATURE = "skip_thought_signature_validator";

    private final GeminiModel model;
    private final CallMemory memory;
    private final JsonGenerator json;
    private final Map<String, String> names = new HashMap<>();

    GeminiContents(GeminiModel model, CallMemory memory, JsonGenerator json) {
        this.model = model;
        this.memory = memory;
        this.json = json;
    }

    /** Turns of one side that follow each other, as one. */
    private record Side(boolean model, List<Part> parts) {

        List<Part.ToolCall> calls() {
            return parts.stream()
                    .filter(Part.ToolCall.class::isInstance)
                    .map(Part.ToolCall.class::cast)
                    .toList();
        }

        boolean isQuestion() {
            return !model && parts.stream().anyMatch(part -> !(part instanceof Part.ToolResult));
        }
    }

    /**
     * Writes the value of {@code contents}.
     *
     * @throws RefusedException naming {@code messages}, when calls and results do not pair or
     *     something cannot be said
     */
    void write(List<Turn> turns) throws IOException, RefusedException {
        List<Side> sides = sides(turns);
        if (sides.isEmpty()) {
            throw refused("at least one message that is no instruction is needed");
        }
        int question = lastQuestion(sides);
        json.writeStartArray();
        for (int i = 0; i < sides.size(); i++) {
            Side side = sides.get(i);
            if (side.model) {
                model(side, model.wantsSignatures() && i > question);
            } else {
                user(side, i == 0 ? List.of() : sides.get(i - 1).calls());
            }
        }
        json.writeEndArray();
    }

    private static List<Side> sides(List<Turn> turns) {
        List<Side> sides = new ArrayList<>();
        for (Turn turn : turns) {
            List<Part> said = turn.parts().stream().filter(GeminiContents::isSaid).toList();
            if (said.isEmpty()) {
                continue;
            }
            boolean model = turn.role() == Role.ASSISTANT;
            if (sides.isEmpty() || sides.getLast().model != model) {
                sides.add(new Side(model, new ArrayList<>()));
            }
            sides.getLast().parts.addAll(said);
        }
        return sides;
    }

    /** Empty texts are refused by Gemini; thoughts of other makers mean nothing to it. */
    private static boolean isSaid(Part part) {
        return switch (part) {
            case Part.Text text -> !text.text().isEmpty();
            case Part.Refused refused -> !refused.text().isEmpty();
            case Part.Thought thought -> own(thought.signature()) != null;
            case Part.HiddenThought hidden -> false;
            case Part.Image image -> true;
            case Part.Document document -> true;
            case Part.Audio audio -> true;
            case Part.ToolCall call -> true;
            case Part.ToolResult result -> true;
        };
    }

    private static int lastQuestion(List<Side> sides) {
        for (int i = sides.size() - 1; i >= 0; i--) {
            if (sides.get(i).isQuestion()) {
                return i;
            }
        }
        return -1;
    }

    private void model(Side side, boolean needsSignature) throws IOException, RefusedException {
        begin("model");
        boolean missing =
                needsSignature && side.calls().stream().allMatch(call -> signature(call) == null);
        for (Part part : side.parts) {
            if (part instanceof Part.ToolCall call) {
                call(call, missing ? LOST_SIGNATURE : signature(call));
                missing = false;
            } else {
                part(part);
            }
        }
        end();
    }

    private void call(Part.ToolCall call, @Nullable String signature) throws IOException {
        names.put(call.id(), call.name());
        Kept kept = memory.of(call.id());
        json.writeStartObject();
        json.writeObjectFieldStart("functionCall");
        if (kept != null && kept.id() != null) {
            json.writeStringField("id", kept.id());
        }
        json.writeStringField("name", call.name());
        json.writeFieldName("args");
        json.writeRawValue(ToolArguments.object(call.arguments()));
        json.writeEndObject();
        if (signature != null) {
            json.writeStringField("thoughtSignature", signature);
        }
        json.writeEndObject();
    }

    private @Nullable String signature(Part.ToolCall call) {
        String carried = own(call.signature());
        if (carried != null) {
            return carried;
        }
        Kept kept = memory.of(call.id());
        return kept == null ? null : kept.signature();
    }

    private static @Nullable String own(@Nullable String signature) {
        return signature == null ? null : Signature.own(Gemini.NAME, signature).orElse(null);
    }

    private void user(Side side, List<Part.ToolCall> calls) throws IOException, RefusedException {
        Map<String, Part.ToolResult> results = new HashMap<>();
        List<Part> rest = new ArrayList<>();
        for (Part part : side.parts) {
            if (part instanceof Part.ToolResult result) {
                results.put(result.callId(), result);
                result.content().stream()
                        .filter(content -> !(content instanceof Part.Text))
                        .forEach(rest::add);
            } else {
                rest.add(part);
            }
        }
        if (!calls.isEmpty() || !results.isEmpty()) {
            results(calls, results);
        }
        if (!rest.isEmpty()) {
            begin("user");
            for (Part part : rest) {
                part(part);
            }
            end();
        }
    }

    private void results(List<Part.ToolCall> calls, Map<String, Part.ToolResult> results)
            throws IOException, RefusedException {
        begin("user");
        for (Part.ToolCall call : calls) {
            Part.ToolResult result = results.remove(call.id());
            if (result == null) {
                throw refused("the call " + call.id() + " has no result in the turn after it");
            }
            result(result, Objects.requireNonNull(names.get(call.id())));
        }
        if (!results.isEmpty()) {
            throw refused(
                    "the result for "
                            + results.keySet().iterator().next()
                            + " follows no call of that id");
        }
        end();
    }

    private void result(Part.ToolResult result, String name) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Part part : result.content()) {
            if (part instanceof Part.Text more) {
                text.append(text.isEmpty() ? "" : "\n").append(more.text());
            }
        }
        Kept kept = memory.of(result.callId());
        json.writeStartObject();
        json.writeObjectFieldStart("functionResponse");
        if (kept != null && kept.id() != null) {
            json.writeStringField("id", kept.id());
        }
        json.writeStringField("name", name);
        json.writeFieldName("response");
        if (!result.error() && ToolArguments.isObject(text.toString())) {
            json.writeRawValue(ToolArguments.object(text.toString()));
        } else {
            json.writeStartObject();
            json.writeStringField(result.error() ? "error" : "output", text.toString());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void part(Part part) throws IOException, RefusedException {
        json.writeStartObject();
        switch (part) {
            case Part.Text text -> json.writeStringField("text", text.text());
            case Part.Refused refused -> json.writeStringField("text", refused.text());
            case Part.Thought thought -> {
                json.writeStringField("text", thought.text());
                json.writeBooleanField("thought", true);
                json.writeStringField("thoughtSignature", own(thought.signature()));
            }
            case Part.Image image -> media(image.media());
            case Part.Document document -> media(document.media());
            case Part.Audio audio -> inline("audio/" + audio.format(), audio.base64());
            case Part.HiddenThought hidden -> throw new IllegalStateException("left out before");
            case Part.ToolCall call -> throw refused("a call of a tool stands in a user's turn");
            case Part.ToolResult result ->
                    throw refused("a tool's result stands in the model's turn");
        }
        json.writeEndObject();
    }

    private void media(Part.Media media) throws IOException, RefusedException {
        switch (media) {
            case Part.Media.Inline inline -> inline(inline.type(), inline.base64());
            case Part.Media.Url url -> file(url.url());
            case Part.Media.Uploaded uploaded -> {
                if (!uploaded.id().contains("://")) {
                    throw new RefusedException(
                            Refusal.invalid(
                                    "file_id",
                                    "file_id: an uploaded file is at its own provider; send its"
                                            + " bytes instead."));
                }
                file(uploaded.id());
            }
        }
    }

    private void inline(String type, String base64) throws IOException {
        json.writeObjectFieldStart("inlineData");
        json.writeStringField("mimeType", type);
        json.writeStringField("data", base64);
        json.writeEndObject();
    }

    private void file(String uri) throws IOException {
        json.writeObjectFieldStart("fileData");
        String type = FileTypes.of(uri);
        if (type != null) {
            json.writeStringField("mimeType", type);
        }
        json.writeStringField("fileUri", uri);
        json.writeEndObject();
    }

    private void begin(String role) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
        json.writeArrayFieldStart("parts");
    }

    private void end() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    private static RefusedException refused(String why) {
        return new RefusedException(Refusal.invalid("messages", "In messages, " + why + "."));
    }
}
