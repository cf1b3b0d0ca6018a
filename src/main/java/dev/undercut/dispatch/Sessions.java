package dev.undercut.dispatch;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Preferences;
import dev.undercut.route.Quote;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which offer a conversation stays with. */
public final class Sessions {
    public Sessions(Duration ttl) {}

    @Nullable Conversing conversing(
            ChatRequest request, Preferences preferences, @Nullable String keyId) {
        return null;
    }

    /** One conversation. */
    interface Conversing {
        @Nullable Quote stays(List<Quote> quotes, long now);

        void stayed(Quote quote, long now);
    }
}
