package dev.undercut.provider.sandbox;

import dev.undercut.provider.Provider;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer whose head has arrived. */
record SandboxAnswer(int status, Map<String, String> headers, InputStream body, Pacing.Pace pace)
        implements Provider.Answer {

    SandboxAnswer {
        headers = Map.copyOf(headers);
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        pace.end();
    }
}
