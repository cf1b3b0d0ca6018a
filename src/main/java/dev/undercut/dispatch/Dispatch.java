package dev.undercut.dispatch;

import dev.undercut.chat.ChatRequest;
import dev.undercut.dispatch.relay.Sweeper;
import dev.undercut.dispatch.walk.HedgeBudget;
import dev.undercut.dispatch.walk.Sessions;
import dev.undercut.dispatch.walk.Walk;
import dev.undercut.health.Health;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.Ledger.LedgerUnavailable;
import dev.undercut.ledger.Opening;
import dev.undercut.route.Plan;
import dev.undercut.route.Quote;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Walks a plan until an offer answers, the client leaves or none is left: notes the opening, puts
 * the plan's offers in the order in which they are to be asked now, and lets {@link Walking} do
 * what {@link Walk} says.
 */
final class Dispatch {
    private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());

    private final Rooms rooms;

    /**
     * What every request uses.
     *
     * @param sessions which offer a conversation stays with
     * @param hedges how often a second offer may be asked
     * @param random for pauses; safe for use by many threads
     */
    record Rooms(
            Ledger ledger,
            Settlement settlement,
            Reply reply,
            EndOfAnswer endOfAnswer,
            Health health,
            Sessions sessions,
            HedgeBudget hedges,
            Sweeper sweeper,
            LongSupplier nanos,
            RandomGenerator random) {}

    Dispatch(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Answers the request, whatever happens. */
    void run(Job job, ChatRequest request, Plan plan, Serving serving) {
        Lineup lineup = Lineup.of(plan, request, job, serving, rooms);
        Walking walking = new Walking(rooms, job, request, lineup, serving);
        try {
            rooms.ledger().open(opening(job, request, lineup.quotes().getFirst()));
        } catch (LedgerUnavailable e) {
            rooms.reply().refuseUnbooked(job, Reply.booksClosed());
            return;
        }
        try {
            walking.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a request failed through a mistake of ours", e);
            walking.mistaken();
        }
    }

    private static Opening opening(Job job, ChatRequest request, Quote first) {
        return new Opening(
                job.requestId(),
                job.at(),
                job.keyId(),
                request.model(),
                first.offer().provider(),
                first.offer().model().id(),
                request.stream(),
                first.worst(),
                job.lineage());
    }
}
