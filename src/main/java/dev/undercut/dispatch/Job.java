package dev.undercut.dispatch;

import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.ledger.Lineage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request on its way through the gateway.
 *
 * @param requestId unique, sortable by time
 * @param at when it was admitted; prices are those valid then
 * @param startedNanos the same moment on the monotonic clock
 * @param keyId who asked, or null with no keys in use
 * @param dialect how the client speaks
 * @param client where the answer goes
 * @param recording takes a copy of the answer for the cache, or null
 * @param lineage whether it is a call of a run
 */
public record Job(
        String requestId,
        Instant at,
        long startedNanos,
        @Nullable String keyId,
        ClientDialect dialect,
        Client client,
        @Nullable Recording recording,
        Lineage lineage) {

    /** The same job, its answer recorded. */
    Job recording(Recording begun) {
        return new Job(requestId, at, startedNanos, keyId, dialect, client, begun, lineage);
    }

    /** A writer of its answer, recorded where that is wanted. */
    StreamWriter recorded(StreamWriter writer, boolean sameDialect) {
        return recording == null ? writer : recording.beside(writer, sameDialect);
    }
}
