package dev.undercut.dialect.openai;

import dev.undercut.chat.OriginalBody;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Splice;
import dev.undercut.dialect.openai.request.OpenAiConversationReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request body as it came, with the places that may have to change. Everything else goes to the
 * upstream byte for byte.
 */
final class OpenAiBody implements OriginalBody {
    private final byte[] bytes;
    private final Places places;
    private @Nullable Translation translation;

    OpenAiBody(byte[] bytes, Places places) {
        this.bytes = bytes;
        this.places = places;
    }

    /** A run of bytes: start in, end out. */
    record Span(int start, int end) {}

    /** An output limit as the client wrote it; without tokens it wrote null. */
    record Limit(String field, Span value, @Nullable Long tokens) {}

    /** Where the things stand that may change. */
    static final class Places {
        Span model = new Span(0, 0);
        @Nullable Span undercut;
        @Nullable Span streamOptions;
        boolean streamOptionsIsObject;
        boolean streamOptionsEmpty;
        @Nullable Span includeUsage;
        final List<Limit> limits = new ArrayList<>(2);
        boolean usageAsked;
        boolean functions;
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

    @Override
    public Translation translated() {
        Translation known = translation;
        if (known == null) {
            known = OpenAiConversationReader.read(bytes);
            translation = known;
        }
        return known;
    }

    /** Whether the client declares functions, the dialect's first form of tools. */
    boolean declaresFunctions() {
        return places.functions;
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

    /**
     * Lowers what limits the client set, or adds one where it set none. A field that stands as null
     * is left so unless it is the one to use: providers refuse two limits at once.
     */
    private void limit(Splice splice, long most, String field) {
        String value = Long.toString(most);
        boolean limited = false;
        for (Limit limit : places.limits) {
            if (limit.tokens != null) {
                limited = true;
                if (limit.tokens > most) {
                    splice.replace(limit.value.start, limit.value.end, value);
                }
            }
        }
        if (limited) {
            return;
        }
        for (Limit limit : places.limits) {
            if (limit.field.equals(field)) {
                splice.replace(limit.value.start, limit.value.end, value);
                return;
            }
        }
        splice.insert(places.closingBrace, ",\"" + field + "\":" + value);
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
