package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.Feature;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.TextSpans;
import java.io.IOException;
import java.util.Set;

/** Notes where the text of messages stands and what their blocks need; decodes nothing. */
final class PromptReader {
    private final JsonCursor cursor;
    private final TextSpans prompt;
    private final Set<Feature> needs;
    private boolean ofUser;
    private boolean toolResult;

    PromptReader(JsonCursor cursor, TextSpans prompt, Set<Feature> needs) {
        this.cursor = cursor;
        this.prompt = prompt;
        this.needs = needs;
    }

    /** One message, from brace to brace. */
    void message(String path) throws IOException, RefusedException {
        boolean[] has = new boolean[2];
        cursor.object(
                path,
                name -> {
                    switch (name) {
                        case "role" -> {
                            String role = cursor.string(path + ".role");
                            has[0] = !role.isEmpty();
                            ofUser = role.equals("user");
                        }
                        case "content" -> {
                            has[1] = true;
                            content(path + ".content");
                        }
                        default -> cursor.skip();
                    }
                });
        if (!has[0]) {
            throw JsonCursor.refused(path + ".role", "user or assistant");
        }
        if (!has[1]) {
            throw JsonCursor.refused(path + ".content", "a string or a list of blocks");
        }
        prompt.addMessage(ofUser && !toolResult, toolResult);
    }

    /** A string or a list of blocks. */
    void content(String path) throws IOException, RefusedException {
        if (cursor.isString()) {
            cursor.note(prompt);
        } else if (cursor.isList()) {
            cursor.list(path, index -> block(path + "." + index));
        } else if (!cursor.isNull()) {
            throw JsonCursor.refused(path, "a string or a list of blocks");
        }
    }

    private void block(String path) throws IOException, RefusedException {
        cursor.object(
                path,
                name -> {
                    switch (name) {
                        case "type" -> type(path);
                        case "text", "name", "title", "context" -> cursor.note(prompt);
                        case "input" -> {
                            int start = cursor.start();
                            cursor.skip();
                            prompt.add(start, cursor.end());
                        }
                        case "content" -> inner(path + ".content");
                        case "source" -> source(path + ".source");
                        default -> cursor.skip();
                    }
                });
    }

    private void type(String path) throws IOException, RefusedException {
        String type = cursor.isString() ? cursor.string(path) : "";
        toolResult |= type.equals("tool_result");
        if (type.equals("image")) {
            needs.add(Feature.VISION);
            prompt.addImage(false);
        }
    }

    /** What a tool gave back, and what else has content; not every block's is a list of blocks. */
    private void inner(String path) throws IOException, RefusedException {
        if (cursor.isString() || cursor.isList()) {
            content(path);
        } else {
            cursor.skip();
        }
    }

    /** A text file's data is text; other data is not. */
    private void source(String path) throws IOException, RefusedException {
        if (cursor.token() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        boolean[] text = new boolean[1];
        cursor.object(
                path,
                name -> {
                    switch (name) {
                        case "type" ->
                                text[0] = cursor.isString() && cursor.string(path).equals("text");
                        case "data" -> {
                            if (text[0]) {
                                cursor.note(prompt);
                            }
                        }
                        case "content" -> inner(path + ".content");
                        default -> cursor.skip();
                    }
                });
    }
}
