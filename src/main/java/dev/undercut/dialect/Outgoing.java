package dev.undercut.dialect;

import dev.undercut.chat.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request on its way to a provider, or why it cannot be said in the provider's dialect. */
public sealed interface Outgoing {

    /**
     * Ready to be sent.
     *
     * @param path below the provider's base URL
     * @param headers beside the provider's own, such as a beta's name
     * @param body JSON, UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Ready(String path, Map<String, String> headers, byte[] body) implements Outgoing {}

    /**
     * The dialect has no words for something the client asked for.
     *
     * @param refusal names the client's field
     */
    record Unsupported(Refusal refusal) implements Outgoing {}

    /**
     * Whom a request is written for.
     *
     * @param model the model's id at the provider
     * @param stream whether the answer shall come in pieces
     * @param outputLimit the most output tokens, or null to leave what the client said
     * @param maxOutput the most tokens that the model can write, or null when unknown
     * @param quirks where the provider departs from its dialect
     * @param reasons whether the model thinks, and so can be told how hard
     */
    record Target(
            String model,
            boolean stream,
            @Nullable Long outputLimit,
            @Nullable Long maxOutput,
            Quirks quirks,
            boolean reasons) {
        /** A model that thinks, as far as is known. */
        public Target(
                String model,
                boolean stream,
                @Nullable Long outputLimit,
                @Nullable Long maxOutput,
                Quirks quirks) {
            this(model, stream, outputLimit, maxOutput, quirks, true);
        }
    }
}
