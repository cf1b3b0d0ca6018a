package dev.undercut.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.UsageReport;
import dev.undercut.dialect.WholeAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads an unstreamed answer in one pass; the text itself is never decoded. */
final class OpenAiAnswer {
    private final byte[] body;
    private final Quirks quirks;
    private @Nullable StopReason reason;
    private @Nullable UsageReport report;
    private int textBytes;
    private boolean choices;

    private OpenAiAnswer(byte[] body, Quirks quirks) {
        this.body = body;
        this.quirks = quirks;
    }

    /** What the answer says; null when it is no JSON object with a choice, or says it failed. */
    static @Nullable WholeAnswer read(byte[] body, Quirks quirks, Depth depth) {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            WholeAnswer metered = new OpenAiAnswer(body, quirks).read(parser);
            return metered == null || depth == Depth.METER ? metered : whole(metered, body);
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable WholeAnswer whole(WholeAnswer metered, byte[] body) {
        JsonNode tree = Json.exactTree(body);
        return tree == null
                ? null
                : new WholeAnswer(
                        metered.reason(),
                        metered.report(),
                        metered.textBytes(),
                        new OpenAiDeltaReader().read(tree));
    }

    private @Nullable WholeAnswer read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "choices" -> choices(parser);
                case "usage" -> usage(parser);
                default -> parser.skipChildren();
            }
        }
        if (!choices || reason == StopReason.ERROR || parser.nextToken() != null) {
            return null;
        }
        return new WholeAnswer(reason, report, textBytes);
    }

    private void usage(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        report = OpenAiUsage.read(parser, () -> text(start, parser), quirks);
    }

    /** What stands from there to where the parser is, as it came. */
    private String text(int start, JsonParser parser) {
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(body, start, end - start, StandardCharsets.UTF_8);
    }

    private void choices(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        long start = parser.currentLocation().getByteOffset();
        int depth = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY || depth > 0) {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                choices = true;
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (depth == 1
                    && token == JsonToken.FIELD_NAME
                    && parser.currentName().equals("finish_reason")
                    && parser.nextToken() == JsonToken.VALUE_STRING
                    && reason == null) {
                reason = OpenAiStopReasons.read(parser.getText());
            }
        }
        textBytes = (int) (parser.currentLocation().getByteOffset() - start);
    }
}
