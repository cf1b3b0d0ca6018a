package dev.undercut.store.sqlite;

import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Opening;
import dev.undercut.store.sqlite.text.AttemptsText;
import dev.undercut.store.sqlite.text.Micros;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something on its way to the disk. */
sealed interface Slip {

    /** Signed once it is on disk, or no longer needs to be. */
    Receipt receipt();

    /** An opening; not written at all when its entry overtakes it. */
    final class ToOpen implements Slip {
        private final Opening opening;
        private final long atMicros;
        private final Receipt receipt = new Receipt();
        private final long since = System.nanoTime();
        private volatile boolean superseded;
        private volatile boolean awaited;
        // Belongs to the writer's thread.
        private boolean attempted;

        ToOpen(Opening opening) {
            this.opening = opening;
            this.atMicros = Micros.of(opening.at());
            Objects.requireNonNull(opening.requestId());
            Objects.requireNonNull(opening.requestedModel());
            Objects.requireNonNull(opening.provider());
            Objects.requireNonNull(opening.model());
        }

        Opening opening() {
            return opening;
        }

        long atMicros() {
            return atMicros;
        }

        /** When it was handed in, in {@link System#nanoTime()}. */
        long since() {
            return since;
        }

        /** Somebody goes on only once it is on disk. */
        void hurry() {
            awaited = true;
        }

        boolean isAwaited() {
            return awaited;
        }

        /** Its entry is about to be handed in. */
        void supersede() {
            superseded = true;
        }

        boolean isSuperseded() {
            return superseded;
        }

        /** A commit that holds it is about to be tried; from here on it may be on disk. */
        void markAttempted() {
            attempted = true;
        }

        boolean mayBeOnDisk() {
            return attempted;
        }

        @Override
        public Receipt receipt() {
            return receipt;
        }
    }

    /**
     * An entry. All that could be wrong with it is found here, in the thread of the caller: one
     * that could never be written would block the entries of everybody else.
     *
     * @param opening the opening that it settles, or null when there was none
     * @param attempts as stored
     */
    record ToSettle(
            LedgerEntry entry,
            long atMicros,
            @Nullable String attempts,
            @Nullable ToOpen opening,
            Receipt receipt)
            implements Slip {

        static ToSettle of(LedgerEntry entry, @Nullable ToOpen opening) {
            Objects.requireNonNull(entry.requestId());
            Objects.requireNonNull(entry.dialect());
            Objects.requireNonNull(entry.requestedModel());
            Objects.requireNonNull(entry.outcome());
            Objects.requireNonNull(entry.usageBasis());
            return new ToSettle(
                    entry,
                    Micros.of(entry.at()),
                    AttemptsText.write(entry),
                    opening,
                    new Receipt());
        }
    }
}
