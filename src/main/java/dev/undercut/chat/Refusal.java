package dev.undercut.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is not answered, in no dialect; each dialect writes it in its own shape.
 *
 * @param kind what sort of refusal, which decides the HTTP status
 * @param code a stable machine-readable code such as {@code model_not_found}
 * @param message what was wrong, where, and what would be right
 * @param param the field at fault as the client wrote it, or null
 */
public record Refusal(Kind kind, String code, String message, @Nullable String param) {

    /** Sorts of refusal. */
    public enum Kind {
        /** The request is malformed or asks for something impossible. */
        INVALID(400),
        /** No key, or one we do not know. */
        UNAUTHENTICATED(401),
        /** Known, but not allowed; or a page of another origin. */
        FORBIDDEN(403),
        /** No such model, or none that is adequate. */
        NOT_FOUND(404),
        /** The path exists, the method does not. */
        METHOD_NOT_ALLOWED(405),
        /** The client was too slow to send it. */
        TOO_SLOW(408),
        /** The body is over the limit. */
        TOO_LARGE(413),
        /** Not JSON. */
        UNSUPPORTED_MEDIA(415),
        /** Every provider asked us to slow down. */
        RATE_LIMITED(429),
        /** A mistake of ours. */
        INTERNAL(500),
        /** Every provider failed. */
        UPSTREAM(502),
        /** We cannot serve now: the books cannot be written, or we are shutting down. */
        UNAVAILABLE(503),
        /** Every provider took too long. */
        TIMED_OUT(504);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    /** What a client hears of a mistake of ours: nothing of what it was. */
    public static Refusal mistake() {
        return new Refusal(
                Kind.INTERNAL,
                "internal_error",
                "The gateway made a mistake. Its log says more.",
                null);
    }

    /** A malformed request. */
    public static Refusal invalid(@Nullable String param, String message) {
        return new Refusal(Kind.INVALID, "invalid_value", message, param);
    }

    /**
     * The same in the words of a client whose dialect has another name for the field.
     *
     * @param names the client's own names by those used here; a name that is missing stays
     */
    public Refusal renamed(Map<String, String> names) {
        String own = param == null ? null : names.get(param);
        if (param == null || own == null) {
            return this;
        }
        int at = message.indexOf(param);
        String told =
                at < 0
                        ? own + ": " + message
                        : message.substring(0, at) + own + message.substring(at + param.length());
        return new Refusal(kind, code, told, own);
    }
}
