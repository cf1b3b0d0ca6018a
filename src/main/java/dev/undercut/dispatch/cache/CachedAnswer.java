package dev.undercut.dispatch.cache;

import dev.undercut.chat.Delta;
import dev.undercut.ledger.LedgerEntry;
import java.time.Instant;
import java.util.List;

/**
 * A complete answer with what it cost when it was made.
 *
 * @param content what was said
 * @param made the entry of the request that paid for it
 * @param at when that was over
 */
public record CachedAnswer(Content content, LedgerEntry made, Instant at) {
    /** What an entry and its place in the cache take, roughly. */
    static final long OVERHEAD = 1024;

    private static final long PER_DELTA = 64;

    /** What was said. */
    public sealed interface Content {

        /**
         * In the client's own dialect, byte for byte, without receipt.
         *
         * @param wire a whole body, or the events of a stream
         * @param streamed which of the two
         */
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Passed(byte[] wire, boolean streamed) implements Content {}

        /** Translated from another dialect: what it says in none. */
        record Told(List<Delta> deltas) implements Content {
            public Told {
                deltas = List.copyOf(deltas);
            }
        }
    }

    /** What keeping it takes, in bytes. */
    long bytes() {
        return OVERHEAD
                + switch (content) {
                    case Content.Passed passed -> passed.wire().length;
                    case Content.Told told ->
                            told.deltas().stream().mapToLong(CachedAnswer::bytesOf).sum();
                };
    }

    /** What keeping that step of an answer takes, in bytes. */
    public static long bytesOf(Delta delta) {
        return PER_DELTA
                + switch (delta) {
                    case Delta.Started started -> 128;
                    case Delta.Text text -> 2L * text.text().length();
                    case Delta.Thought thought -> 2L * thought.text().length();
                    case Delta.ThoughtSignature signature -> 2L * signature.signature().length();
                    case Delta.HiddenThought hidden -> 2L * hidden.data().length();
                    case Delta.Refused refused -> 2L * refused.text().length();
                    case Delta.ToolCall call -> 2L * (call.id().length() + call.name().length());
                    case Delta.Arguments arguments -> 2L * arguments.json().length();
                    case Delta.Stopped stopped -> 32;
                };
    }
}
