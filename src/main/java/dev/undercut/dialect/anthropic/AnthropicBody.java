package dev.undercut.dialect.anthropic;

import dev.undercut.chat.OriginalBody;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.JsonBytes;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.Splice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request body as it came, with the places that may have to change. Everything else goes to the
 * upstream byte for byte.
 */
final class AnthropicBody implements OriginalBody {
    private final byte[] bytes;
    private final Places places;
    private final Map<String, String> headers;

    AnthropicBody(byte[] bytes, Places places, Map<String, String> headers) {
        this.bytes = bytes;
        this.places = places;
        this.headers = Map.copyOf(headers);
    }

    /** A run of bytes: start in, end out. */
    record Span(int start, int end) {}

    /** Where the things stand that may change. */
    static final class Places {
        Span model = new Span(0, 0);
        @Nullable Span maxTokens;
        @Nullable Long limit;
        @Nullable Span undercut;
        int closingBrace;
    }

    @Override
    public String dialect() {
        return Anthropic.NAME;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    /** Usage is always reported, so nobody has to ask for it; the limit's field is always there. */
    @Override
    public byte[] rewritten(Change change) {
        Splice splice = new Splice();
        splice.replace(places.model.start, places.model.end, Json.quote(change.model()));
        if (places.undercut != null) {
            int[] field =
                    JsonBytes.withComma(
                            bytes, places.undercut.start, places.undercut.end, bytes.length);
            splice.remove(field[0], field[1]);
        }
        Long most = change.outputLimit();
        if (most != null && places.maxTokens == null) {
            splice.insert(places.closingBrace, ",\"max_tokens\":" + most);
        } else if (most != null
                && places.maxTokens != null
                && (places.limit == null || places.limit > most)) {
            splice.replace(places.maxTokens.start, places.maxTokens.end, Long.toString(most));
        }
        return splice.apply(bytes);
    }

    @Override
    public Translation translated() {
        try {
            return new Translation.Of(ConversationReader.read(bytes));
        } catch (RefusedException e) {
            return new Translation.Refused(e.refusal());
        }
    }
}
