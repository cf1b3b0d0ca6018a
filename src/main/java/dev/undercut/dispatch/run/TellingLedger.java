package dev.undercut.dispatch.run;

import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Opening;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The books, which also tell a run what its calls were booked as. */
public final class TellingLedger implements Ledger {
    private final Ledger books;
    private final Map<String, Consumer<LedgerEntry>> listeners = new ConcurrentHashMap<>();

    public TellingLedger(Ledger books) {
        this.books = books;
    }

    /** Tells that one the entry of that request, before it is on disk. */
    public void tell(String requestId, Consumer<LedgerEntry> listener) {
        listeners.put(requestId, listener);
    }

    /** Tells nobody of it any more. */
    public void forget(String requestId) {
        listeners.remove(requestId);
    }

    @Override
    public void settle(LedgerEntry entry) throws LedgerUnavailable {
        if (entry.lineage().parent() != null) {
            Consumer<LedgerEntry> listener = listeners.get(entry.requestId());
            if (listener != null) {
                listener.accept(entry);
            }
        }
        books.settle(entry);
    }

    @Override
    public void open(Opening opening) throws LedgerUnavailable {
        books.open(opening);
    }

    @Override
    public void awaitOpened(String requestId) throws LedgerUnavailable {
        books.awaitOpened(requestId);
    }

    @Override
    public boolean isWritable() {
        return books.isWritable();
    }

    @Override
    public List<LedgerEntry> newest(int count) {
        return books.newest(count);
    }

    @Override
    public Optional<LedgerEntry> find(String requestId) {
        return books.find(requestId);
    }

    @Override
    public List<LedgerEntry> callsOf(String run) {
        return books.callsOf(run);
    }

    @Override
    public Summary summary() {
        return books.summary();
    }

    @Override
    public void close() {
        books.close();
    }
}
