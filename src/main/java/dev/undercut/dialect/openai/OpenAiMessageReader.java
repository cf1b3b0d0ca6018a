package dev.undercut.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.TextSpans;
import java.io.IOException;
import java.util.Set;

/** Reads one message: where its text stands and what its parts need. */
final class OpenAiMessageReader {
    private final JsonParser parser;
    private final TextSpans prompt;
    private final Set<Feature> needs;
    private final String at;

    OpenAiMessageReader(JsonParser parser, TextSpans prompt, Set<Feature> needs) {
        this.parser = parser;
        this.prompt = prompt;
        this.needs = needs;
        this.at = "messages[" + prompt.messages() + "]";
    }

    /** Reads from the message's opening brace to its closing one. */
    void read() throws IOException, RefusedException {
        String role = null;
        JsonToken token = parser.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "role" -> {
                    require(JsonToken.VALUE_STRING, ".role", "a string such as \"user\"");
                    role = parser.getText();
                    token = parser.nextToken();
                }
                case "content" -> token = content();
                case "name", "refusal" -> token = text();
                case "tool_calls", "function_call" -> token = calls();
                default -> {
                    parser.skipChildren();
                    token = parser.nextToken();
                }
            }
        }
        if (role == null) {
            throw new RefusedException(
                    new Refusal(
                            Refusal.Kind.INVALID,
                            "missing_required_parameter",
                            "Missing required parameter: '" + at + ".role'.",
                            at + ".role"));
        }
        prompt.addMessage(role.equals("user"), role.equals("tool") || role.equals("function"));
    }

    private JsonToken content() throws IOException, RefusedException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> text();
            case VALUE_NULL -> parser.nextToken();
            case START_ARRAY -> {
                parts();
                yield parser.nextToken();
            }
            default -> throw wrong(".content", "a string, a list of parts or null");
        };
    }

    private void parts() throws IOException, RefusedException {
        int number = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrong(".content[" + number + "]", "an object");
            }
            part();
            number++;
        }
    }

    private void part() throws IOException {
        JsonToken token = parser.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "text", "refusal" -> token = text();
                case "image_url" -> token = image();
                case "input_audio" -> {
                    needs.add(Feature.AUDIO);
                    parser.skipChildren();
                    token = parser.nextToken();
                }
                default -> {
                    parser.skipChildren();
                    token = parser.nextToken();
                }
            }
        }
    }

    private JsonToken image() throws IOException {
        needs.add(Feature.VISION);
        boolean low = false;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            JsonToken token = parser.nextToken();
            while (token == JsonToken.FIELD_NAME) {
                boolean detail = parser.currentName().equals("detail");
                parser.nextToken();
                if (detail && parser.currentToken() == JsonToken.VALUE_STRING) {
                    low = parser.getText().equals("low");
                }
                parser.skipChildren();
                token = parser.nextToken();
            }
        }
        prompt.addImage(low);
        return parser.nextToken();
    }

    /** Notes every string inside: names, arguments and ids are all read again by the model. */
    private JsonToken calls() throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return parser.nextToken();
        }
        int depth = 1;
        JsonToken token = parser.nextToken();
        while (depth > 0) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            token = token == JsonToken.VALUE_STRING ? text() : parser.nextToken();
        }
        return token;
    }

    /**
     * Notes the string where the parser stands and moves on. The string is not decoded: it ends
     * before the next token, give or take white space and a comma.
     */
    private JsonToken text() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return parser.nextToken();
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        JsonToken next = parser.nextToken();
        prompt.add(start, (int) parser.currentTokenLocation().getByteOffset());
        return next;
    }

    private void require(JsonToken token, String where, String what) throws RefusedException {
        if (parser.currentToken() != token) {
            throw wrong(where, what);
        }
    }

    private RefusedException wrong(String where, String what) {
        return new RefusedException(Refusal.invalid(at + where, at + where + ": expected " + what));
    }
}
