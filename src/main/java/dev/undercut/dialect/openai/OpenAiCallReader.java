package dev.undercut.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.dialect.openai.request.OpenAiIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the calls of one choice. By the book each piece has an index, and the first of a call its
 * id and name. Servers are seen that leave the index out, number every call 0, repeat the name in
 * each piece, give no id, or send arguments as an object.
 */
final class OpenAiCallReader {
    private static final int OLD = -1;
    private static final int NO_INDEX = -2;

    private final String answer;
    private final int choice;
    private final List<Call> calls = new ArrayList<>(2);
    private final Map<Integer, Call> byIndex = new HashMap<>();

    OpenAiCallReader(String answer, int choice) {
        this.answer = answer;
        this.choice = choice;
    }

    private static final class Call {
        final int number;
        @Nullable String id;
        boolean told;
        final StringBuilder waiting = new StringBuilder(0);

        Call(int number, @Nullable String id) {
            this.number = number;
            this.id = id;
        }
    }

    boolean any() {
        return !calls.isEmpty();
    }

    void read(JsonNode piece, List<Delta> said) {
        JsonNode index = piece.path("index");
        JsonNode function = piece.path("function");
        take(
                index.isIntegralNumber() ? index.intValue() : NO_INDEX,
                nonEmpty(piece.path("id")),
                function,
                said);
    }

    /** The one call of the dialect's first form. */
    void readOld(JsonNode function, List<Delta> said) {
        take(OLD, null, function, said);
    }

    private void take(int index, @Nullable String id, JsonNode function, List<Delta> said) {
        String name = nonEmpty(function.path("name"));
        Call call = open(index, id, name);
        if (call == null) {
            call = new Call(calls.size(), id);
            calls.add(call);
        }
        byIndex.put(index, call);
        if (call.id == null) {
            call.id = id;
        }
        String arguments = arguments(function.path("arguments"));
        if (!call.told && name == null) {
            call.waiting.append(arguments);
            return;
        }
        if (!call.told && name != null) {
            call.told = true;
            String known = call.id == null ? OpenAiIds.made(answer, choice, call.number) : call.id;
            said.add(new Delta.ToolCall(choice, call.number, known, name));
            arguments = call.waiting + arguments;
        }
        if (!arguments.isEmpty()) {
            said.add(new Delta.Arguments(choice, call.number, arguments));
        }
    }

    /** The call that the piece goes on with; null when it begins another. */
    private @Nullable Call open(int index, @Nullable String id, @Nullable String name) {
        Call call = byIndex.get(index);
        if (call == null) {
            return null;
        }
        if (id != null && call.id != null && !id.equals(call.id)) {
            return name == null ? call : byId(id);
        }
        boolean another = index == NO_INDEX && id == null && name != null && call.told;
        return another ? null : call;
    }

    private @Nullable Call byId(String id) {
        for (Call call : calls) {
            if (id.equals(call.id)) {
                return call;
            }
        }
        return null;
    }

    private static String arguments(JsonNode arguments) {
        if (arguments.isTextual()) {
            return arguments.textValue();
        }
        return arguments.isObject() ? arguments.toString() : "";
    }

    private static @Nullable String nonEmpty(JsonNode text) {
        String value = text.textValue();
        return value == null || value.isEmpty() ? null : value;
    }
}
