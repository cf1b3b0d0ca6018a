package dev.undercut.dispatch;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.OriginalBody.Change;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import dev.undercut.provider.Provider;
import dev.undercut.route.Quote;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How many tokens a request would be. */
public sealed interface TokenCount {

    /**
     * As the provider counts, in the client's dialect.
     *
     * @param body the provider's answer as it came
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record OfProvider(byte[] body, String provider) implements TokenCount {}

    /**
     * As we count.
     *
     * @param exact whether with the model's own tokeniser; else it is an estimate
     */
    record Own(long tokens, boolean exact) implements TokenCount {}

    /** Not counted: nothing would answer it. */
    record Refused(Refusal refusal) implements TokenCount {}

    /**
     * Asks the provider where it counts free of cost and speaks the client's dialect. When it does
     * not answer we count ourselves: a count is asked for in order to decide something, and late or
     * never is worse than about right.
     */
    static TokenCount of(ChatRequest request, Quote quote, Upstreams upstreams) {
        String provider = quote.offer().provider();
        byte[] counted = ask(request, quote, upstreams.of(provider));
        return counted != null
                ? new OfProvider(counted, provider)
                : new Own(quote.inputTokens(), quote.inputExact());
    }

    private static byte @Nullable [] ask(ChatRequest request, Quote quote, Upstream upstream) {
        String path = upstream.dialect().countPath();
        if (path == null || !request.body().dialect().equals(upstream.dialect().name())) {
            return null;
        }
        Change change = new Change(quote.offer().upstreamId(), false, null, "");
        Provider.Call call =
                new Provider.Call(
                        path,
                        request.body().headers(),
                        request.body().rewritten(change),
                        false,
                        upstream.firstByte());
        try (Provider.Answer answer = upstream.provider().post(call)) {
            byte[] body = answer.body().readNBytes(MAX_BODY);
            boolean whole = answer.status() == 200 && answer.body().read() < 0;
            return whole && Json.tree(body) != null ? body : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** More than any count needs. */
    int MAX_BODY = 64 * 1024;
}
