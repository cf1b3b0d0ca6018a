package dev.undercut.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as the client wrote it, which can be written again for an upstream. */
public interface OriginalBody {

    /** The dialect it is written in. */
    String dialect();

    /**
     * The same bytes with only these changes: the model's name, the usage report asked for, an
     * output limit lowered or added, our own field taken out.
     *
     * @param change what must differ
     */
    byte[] rewritten(Change change);

    /** The client's headers that go with these bytes to an upstream of the same dialect. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** What the client says, in no dialect; read once and only when somebody asks. */
    Translation translated();

    /**
     * What must differ on the way to an upstream.
     *
     * @param model the model's id at the upstream
     * @param askUsage whether a stream must be asked to report its usage
     * @param outputLimit the most output tokens, or null to leave what the client said
     * @param limitField the field for the limit where the client set none
     */
    record Change(String model, boolean askUsage, @Nullable Long outputLimit, String limitField) {}

    /** What came of reading the whole request. */
    sealed interface Translation {

        /** It can be said in other dialects. */
        record Of(Conversation conversation) implements Translation {}

        /** It cannot: a field is malformed or has no meaning outside its own dialect. */
        record Refused(Refusal refusal) implements Translation {}
    }
}
