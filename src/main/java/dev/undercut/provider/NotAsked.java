package dev.undercut.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.undercut.dialect.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The answer where nobody was asked because the operator's credentials prove nothing: a refusal
 * such as the provider itself would give, so that it is told and counted like one.
 *
 * @param why what is wrong with them; holds no secret
 */
record NotAsked(String why) implements Provider.Answer {
    private static final int UNAUTHORIZED = 401;

    @Override
    public int status() {
        return UNAUTHORIZED;
    }

    @Override
    public @Nullable String header(String name) {
        return null;
    }

    /** With the message where each dialect looks for it. */
    @Override
    public InputStream body() {
        String message = Json.quote(why);
        String json = "{\"message\":" + message + ",\"error\":{\"message\":" + message + "}}";
        return new ByteArrayInputStream(json.getBytes(UTF_8));
    }

    @Override
    public void close() {}
}
