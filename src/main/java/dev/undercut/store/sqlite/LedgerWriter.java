package dev.undercut.store.sqlite;

import java.lang.System.Logger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. Each commit takes everything that waits, so the cost of a commit is
 * shared by as many requests as came in meanwhile.
 *
 * <p>When the disk refuses, the batch at hand is kept and tried again until it is written.
 */
final class LedgerWriter {

    private static final Logger LOG = System.getLogger(LedgerWriter.class.getName());

    /** Slips in one transaction, so that nobody waits for a long queue of others. */
    private static final int BATCH = 512;

    /** So many in a batch say that it pays to wait for more, and so many for still more. */
    private static final int CROWD = 4;

    private static final int THRONG = 12;

    /**
     * @param spacing commits begin no closer together than this, and two or four times this while
     *     many come in. The first entry after a pause is committed at once; under load a batch
     *     gathers
     * @param patience how long an opening waits for its entry, also while others are committed, so
     *     that a quick request costs one row
     * @param retry between attempts while the disk refuses
     */
    record Pace(Duration spacing, Duration patience, Duration retry) {
        static final Pace USUAL =
                new Pace(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(200));
    }

    private final BatchWriter disk;
    private final Pace pace;
    private final Doorbell bell = new Doorbell();
    private final Queue<Slip> inbox = new ConcurrentLinkedQueue<>();

    /** Openings that still wait for their entries, oldest first; filled by the writer's thread. */
    private final Queue<Slip.ToOpen> shelf = new ConcurrentLinkedQueue<>();

    private final Thread thread;

    private volatile @Nullable Throwable trouble;
    private volatile boolean stopping;
    private volatile long stopDeadline;

    /** Taken from the inbox and not on disk; a list is never changed once it stands here. */
    private volatile List<Slip> batch = List.of();

    // Of the writer's thread alone.
    private long lastCommit;
    private int lastCount;

    LedgerWriter(BatchWriter disk, Pace pace) {
        this.disk = disk;
        this.pace = pace;
        this.lastCommit = System.nanoTime() - pace.spacing().toNanos();
        // Not virtual: it spends its time in native calls, which would hold a carrier.
        this.thread = Thread.ofPlatform().daemon().name("ledger-writer").unstarted(this::run);
    }

    /**
     * @param reminder how often those who wait look at the time
     */
    void start(Duration reminder) {
        thread.start();
        Thread.ofVirtual().name("ledger-reminder").start(() -> remind(reminder));
    }

    /** Hands in something that somebody waits for. */
    void submitUrgently(Slip slip) {
        inbox.add(slip);
        bell.ringUrgently();
    }

    /** Hands in something that may wait a little for company. */
    void submit(Slip slip) {
        inbox.add(slip);
        bell.ring();
    }

    /** Somebody now waits for an opening that was handed in before. */
    void hurry(Slip.ToOpen opening) {
        opening.hurry();
        bell.ringUrgently();
    }

    /** Why nothing can be written now, or null when all is well. */
    @Nullable Throwable trouble() {
        return trouble;
    }

    /** Writes what is there, for at most {@code limit}, and ends. */
    void stop(Duration limit) {
        stopDeadline = System.nanoTime() + limit.toNanos();
        stopping = true;
        bell.ringUrgently();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isOver()) {
            if (batch.isEmpty()) {
                awaitWork();
                batch = gather();
            }
            if (!batch.isEmpty()) {
                commit();
            }
        }
        disk.close();
        reportLost();
    }

    private boolean isOver() {
        if (!stopping) {
            return false;
        }
        boolean done = batch.isEmpty() && inbox.isEmpty() && shelf.isEmpty();
        return done || (trouble != null && System.nanoTime() - stopDeadline > 0);
    }

    /** Returns when something should be committed now, or at the end. */
    private void awaitWork() {
        long patience = pace.patience().toNanos();
        long since = System.nanoTime();
        while (!bell.isUrgent() && !stopping) {
            shelve();
            Slip.ToOpen oldest = shelf.peek();
            long left = patience - (System.nanoTime() - (oldest == null ? since : oldest.since()));
            if (left > 0) {
                // With nothing at all too: to be woken by each opening would cost more.
                bell.sleep(Doorbell.Sleep.LINGERING, left, this::isPressed);
            } else if (oldest == null) {
                bell.sleep(Doorbell.Sleep.IDLE, Long.MAX_VALUE, () -> !inbox.isEmpty() || stopping);
            } else {
                break;
            }
        }
        long spacing =
                pace.spacing().toNanos() * (lastCount < CROWD ? 1 : lastCount < THRONG ? 2 : 4);
        long rest = spacing - (System.nanoTime() - lastCommit);
        if (rest > 0 && !stopping) {
            bell.sleep(Doorbell.Sleep.GATHERING, rest, () -> stopping);
        }
    }

    private boolean isPressed() {
        return bell.isUrgent() || stopping;
    }

    /** The openings at the head of the inbox, to where they wait. */
    private void shelve() {
        while (inbox.peek() instanceof Slip.ToOpen opening) {
            shelf.add(opening);
            inbox.remove();
        }
    }

    private List<Slip> gather() {
        bell.answer();
        long now = System.nanoTime();
        List<Slip> gathered = new ArrayList<>();
        shelf.removeIf(opening -> gathered.size() < BATCH && take(opening, now, gathered));
        while (gathered.size() < BATCH) {
            Slip slip = inbox.poll();
            if (slip == null) {
                return gathered;
            }
            if (!(slip instanceof Slip.ToOpen opening)) {
                gathered.add(slip);
            } else if (!take(opening, now, gathered)) {
                shelf.add(opening);
            }
        }
        bell.ringUrgently();
        return gathered;
    }

    /**
     * Gathers an opening that may wait no longer, or drops one whose entry is there.
     *
     * @return false when it is to wait on
     */
    private boolean take(Slip.ToOpen opening, long now, List<Slip> gathered) {
        if (opening.isSuperseded()) {
            opening.receipt().sign();
            return true;
        }
        boolean due =
                stopping
                        || opening.isAwaited()
                        || now - opening.since() >= pace.patience().toNanos();
        return due && gathered.add(opening);
    }

    private void commit() {
        lastCommit = System.nanoTime();
        lastCount = batch.size();
        try {
            disk.write(batch);
        } catch (SQLException | RuntimeException | Error e) {
            // An error too: without this thread nothing is ever booked again.
            refused(e);
            return;
        }
        if (trouble != null) {
            LOG.log(Logger.Level.INFO, "the ledger is written again");
            trouble = null;
        }
        List<Slip> written = batch;
        batch = List.of();
        for (Slip slip : written) {
            slip.receipt().sign();
        }
    }

    private void refused(Throwable e) {
        if (trouble == null) {
            LOG.log(Logger.Level.ERROR, "the ledger cannot be written; entries are kept", e);
        }
        trouble = e;
        if (!stopping || System.nanoTime() - stopDeadline < 0) {
            bell.sleep(Doorbell.Sleep.GATHERING, pace.retry().toNanos(), () -> false);
        }
    }

    /** A thread of its own, as the writer may hang in a call to the disk. */
    private void remind(Duration every) {
        while (thread.isAlive()) {
            LockSupport.parkNanos(this, every.toNanos());
            waiting().forEach(slip -> slip.receipt().remind());
        }
    }

    private List<Slip> waiting() {
        List<Slip> waiting = new ArrayList<>(batch);
        waiting.addAll(shelf);
        waiting.addAll(inbox);
        return waiting;
    }

    /** The last resort: the log gets what the disk refused to the end. */
    private void reportLost() {
        for (Slip slip : waiting()) {
            if (slip instanceof Slip.ToSettle lost) {
                LOG.log(
                        Logger.Level.ERROR,
                        "not in the ledger: request {0}, {1}, cost {2}",
                        lost.entry().requestId(),
                        lost.entry().outcome().code(),
                        lost.entry().cost() == null ? "unknown" : lost.entry().cost());
            }
        }
    }
}
