package dev.undercut.provider.sandbox;

import org.jspecify.annotations.Nullable;

/** A request refused while it is read; becomes an error in OpenAI's shape and goes no further. */
final class Refusal extends RuntimeException {

    private static final String TYPE = "invalid_request_error";

    final int status;
    final @Nullable String param;
    final @Nullable String code;

    private Refusal(int status, String message, @Nullable String param, @Nullable String code) {
        super(message, null, false, false);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    static Refusal bad(String message, @Nullable String param) {
        return new Refusal(400, message, param, null);
    }

    static Refusal bad(String message, String param, String code) {
        return new Refusal(400, message, param, code);
    }

    static Refusal notFound(String message, @Nullable String param, String code) {
        return new Refusal(404, message, param, code);
    }

    String type() {
        return TYPE;
    }
}
