package dev.undercut.dialect.gemini;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Gemini wants back with a call of a tool and most clients' dialects cannot carry: kept here
 * under the id that we gave the call. Bounded: the least used is forgotten first, and a restart
 * forgets all; what then happens is {@link GeminiContents}' business. For use by many threads.
 */
final class CallMemory {
    private final int mostCalls;
    private final long mostChars;
    private final Map<String, Kept> calls = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    /**
     * Keeps up to that many.
     *
     * @param mostChars characters of all signatures together
     */
    CallMemory(int mostCalls, long mostChars) {
        this.mostCalls = mostCalls;
        this.mostChars = mostChars;
    }

    /**
     * What goes back with a call.
     *
     * @param signature Gemini's proof of what it thought before the call, or null
     * @param id Gemini's own id of the call, or null
     */
    record Kept(@Nullable String signature, @Nullable String id) {
        private int length() {
            return (signature == null ? 0 : signature.length()) + (id == null ? 0 : id.length());
        }
    }

    /** Keeps it under our id of the call. */
    synchronized void keep(String callId, Kept kept) {
        Kept before = calls.put(callId, kept);
        chars += kept.length() - (before == null ? 0 : before.length());
        var eldest = calls.entrySet().iterator();
        while (calls.size() > mostCalls || chars > mostChars) {
            chars -= eldest.next().getValue().length();
            eldest.remove();
        }
    }

    /** What was kept of that call, or null when it is forgotten or never was ours. */
    synchronized @Nullable Kept of(String callId) {
        return calls.get(callId);
    }
}
