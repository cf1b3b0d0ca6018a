package dev.undercut.dialect.openai;

import dev.undercut.chat.OriginalBody;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Splice;
import org.jspecify.annotations.Nullable;

/**
 * A request body as it came, with the places that may have to change. Everything else goes to the
 * upstream byte for byte.
 */
final class OpenAiBody implements OriginalBody {
    private final byte[] bytes;
    private final Places places;

    OpenAiBody(byte[] bytes, Places places) {
        this.bytes = bytes;
        this.places = places;
    }

    /** A run of bytes: start in, end out. */
    record Span(int start, int end) {}

    /** Where the things stand that may change. */
    static final class Places {
        Span model = new Span(0, 0);
        @Nullable Span undercut;
        @Nullable Span streamOptions;
        boolean streamOptionsIsObject;
        boolean streamOptionsEmpty;
        @Nullable Span includeUsage;
        @Nullable Span maxTokens;
        @Nullable Span maxCompletionTokens;
        boolean usageAsked;
        int closingBrace;
    }

    @Override
    public String dialect() {
        return OpenAi.NAME;
    }

    @Override
    public byte[] rewritten(Change change) {
        Splice splice = new Splice();
        splice.replace(places.model.start, places.model.end, Json.quote(change.model()));
        if (places.undercut != null) {
            removeField(splice, places.undercut);
        }
        if (change.askUsage() && !places.usageAsked) {
            askUsage(splice);
        }
        if (change.outputLimit() != null) {
            limit(splice, change.outputLimit(), change.limitField());
        }
        return splice.apply(bytes);
    }

    private void askUsage(Splice splice) {
        Span options = places.streamOptions;
        if (options == null) {
            splice.insert(places.closingBrace, ",\"stream_options\":{\"include_usage\":true}");
        } else if (!places.streamOptionsIsObject) {
            splice.replace(options.start, options.end, "{\"include_usage\":true}");
        } else if (places.includeUsage != null) {
            splice.replace(places.includeUsage.start, places.includeUsage.end, "true");
        } else {
            String comma = places.streamOptionsEmpty ? "" : ",";
            splice.insert(options.start + 1, "\"include_usage\":true" + comma);
        }
    }

    private void limit(Splice splice, long limit, String field) {
        String value = Long.toString(limit);
        if (places.maxTokens == null && places.maxCompletionTokens == null) {
            splice.insert(places.closingBrace, ",\"" + field + "\":" + value);
            return;
        }
        if (places.maxTokens != null) {
            splice.replace(places.maxTokens.start, places.maxTokens.end, value);
        }
        if (places.maxCompletionTokens != null) {
            splice.replace(places.maxCompletionTokens.start, places.maxCompletionTokens.end, value);
        }
    }

    /** Takes out a field together with the one comma that parted it from its neighbours. */
    private void removeField(Splice splice, Span field) {
        int after = field.end;
        while (isSpace(bytes[after])) {
            after++;
        }
        if (bytes[after] == ',') {
            splice.remove(field.start, after + 1);
            return;
        }
        int before = field.start - 1;
        while (isSpace(bytes[before])) {
            before--;
        }
        splice.remove(bytes[before] == ',' ? before : field.start, field.end);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
