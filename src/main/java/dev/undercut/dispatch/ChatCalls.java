package dev.undercut.dispatch;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Reading;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.dispatch.Settlement.End;
import dev.undercut.dispatch.relay.Sweeper;
import dev.undercut.dispatch.run.TellingLedger;
import dev.undercut.dispatch.walk.HedgeBudget;
import dev.undercut.dispatch.walk.Sessions;
import dev.undercut.health.Health;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Lineage;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.RequestIds;
import dev.undercut.route.Decision;
import dev.undercut.route.Explanation;
import dev.undercut.route.Plan;
import dev.undercut.route.Router;
import dev.undercut.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Answers chat requests, whoever brings them: the HTTP server, or a command in the same process.
 */
public final class ChatCalls implements AutoCloseable {
    private final Supplier<Serving> serving;
    private final Router router;
    private final RequestIds requestIds;
    private final Health health;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Sweeper sweeper;
    private final Settlement settlement;
    private final Reply reply;
    private final Replay replay;
    private final Dispatch dispatch;
    private final TellingLedger ledger;
    private final Computing computing;

    /**
     * Time and everything that moves with it.
     *
     * @param clock the calendar
     * @param nanos the monotonic clock
     * @param ticker runs what is due
     */
    public record Time(InstantSource clock, LongSupplier nanos, ScheduledExecutorService ticker) {}

    /**
     * What is known of providers and conversations from earlier requests.
     *
     * @param health who answers, and how fast
     * @param sessions which offer a conversation stays with
     * @param random for pauses; safe for use by many threads
     */
    public record Evidence(Health health, Sessions sessions, RandomGenerator random) {}

    /** Answers requests that want more than one call. */
    public interface Computing {

        /**
         * Answers the request to its end, in every case, if it asks for a run; else does nothing.
         *
         * @param body the request as it came
         * @return whether it has
         */
        boolean answers(Job job, ChatRequest request, byte[] body);

        /**
         * Goes on with a run whose process died, and answers with its end.
         *
         * @param request the run's, read anew
         * @param run its id
         */
        void resume(Job job, ChatRequest request, String run);
    }

    /**
     * What every request is written into.
     *
     * @param ledger the books
     * @param requestIds names each request
     * @param telemetry counts and times them
     */
    public record Records(Ledger ledger, RequestIds requestIds, Telemetry telemetry) {}

    /**
     * A door.
     *
     * @param serving what requests see of the world
     * @param computing made with this door, through which it calls in its turn
     */
    public ChatCalls(
            Supplier<Serving> serving,
            Router router,
            Records records,
            Evidence evidence,
            Time time,
            Function<ChatCalls, Computing> computing) {
        this.serving = serving;
        this.router = router;
        this.requestIds = records.requestIds();
        this.health = evidence.health();
        this.clock = time.clock();
        this.nanos = time.nanos();
        this.sweeper = new Sweeper(time.ticker());
        this.settlement = new Settlement(nanos);
        this.ledger = new TellingLedger(records.ledger());
        this.reply = new Reply(ledger, settlement, records.telemetry());
        this.replay = new Replay(reply, settlement, nanos);
        this.dispatch =
                new Dispatch(
                        new Dispatch.Rooms(
                                ledger,
                                settlement,
                                reply,
                                new EndOfAnswer(sweeper, nanos),
                                evidence.health(),
                                evidence.sessions(),
                                new HedgeBudget(),
                                sweeper,
                                nanos,
                                evidence.random()));
        this.computing = computing.apply(this);
    }

    /** What a request is given to see of the world now. */
    public Serving serving() {
        return serving.get();
    }

    /** What looks after requests under way. */
    public Sweeper sweeper() {
        return sweeper;
    }

    /**
     * Admits a request that comes now.
     *
     * @param keyId who asks, or null with no keys in use
     */
    public Job admit(ClientDialect dialect, @Nullable String keyId, Client client) {
        return new Job(
                requestIds.next(),
                clock.instant(),
                nanos.getAsLong(),
                keyId,
                dialect,
                client,
                null,
                Lineage.PLAIN);
    }

    /** Answers a request to its end, in every case. Blocks the calling virtual thread. */
    public void chat(Job job, byte[] body) {
        Incoming incoming = new Incoming(body);
        switch (incoming.read(job.dialect(), job.client())) {
            case Reading.Refused(Refusal refusal) -> refuse(job, null, refusal);
            case Reading.Read(ChatRequest request) -> chat(job, incoming, request);
        }
    }

    /** Refuses an admitted request before it could be read. */
    public void refuse(Job job, Refusal refusal) {
        refuse(job, null, refusal);
    }

    /**
     * Goes on with a run whose process died, to its end. Blocks the calling virtual thread.
     *
     * @param request the run's, read anew
     * @param run its id
     */
    public void resume(Job job, ChatRequest request, String run) {
        computing.resume(job, request, run);
    }

    /** Who would answer a request now. */
    public Decision decide(ChatRequest request) {
        Serving now = serving.get();
        return switch (router.decide(request, now.listing(), now.settings(), clock.instant())) {
            case Decision.NoOffer refused -> refused;
            case Decision.Planned(Plan plan) ->
                    new Decision.Planned(now.limits().within(plan, request));
        };
    }

    /**
     * Makes one call of a run, to its end, in every case. It has a row of its own in the books, and
     * health, retries and other offers as any request has. Blocks the calling virtual thread.
     *
     * @param of the run's request
     * @param settled is told the row, before it is on disk
     */
    public void callWithin(
            Job of,
            ChatRequest request,
            ClientDialect dialect,
            Client client,
            Consumer<LedgerEntry> settled) {
        String id = requestIds.next();
        Lineage lineage = Lineage.callOf(of.requestId());
        Job job =
                new Job(
                        id,
                        clock.instant(),
                        nanos.getAsLong(),
                        of.keyId(),
                        dialect,
                        client,
                        null,
                        lineage);
        ledger.tell(id, settled);
        try {
            switch (decide(request)) {
                case Decision.NoOffer(Refusal refusal) -> refuse(job, request, refusal);
                case Decision.Planned(Plan plan) -> dispatch.run(job, request, plan, serving.get());
            }
        } finally {
            ledger.forget(id);
        }
    }

    /** What would happen to a request, and why; nobody is called. */
    public Explanation explain(ChatRequest request) {
        Serving now = serving.get();
        return router.explain(request, now.listing(), now.settings(), clock.instant());
    }

    /** The same as JSON, with the health of the offers of the plan. */
    public String explained(ChatRequest request) {
        Upstreams upstreams = serving.get().upstreams();
        return RouteJson.write(
                explain(request), offer -> health.report(Lineup.target(offer, upstreams)));
    }

    /** How many tokens a request would be for the model that would answer it; costs nothing. */
    public TokenCount count(ChatRequest request) {
        Serving now = serving.get();
        return switch (router.decide(request, now.listing(), now.settings(), clock.instant())) {
            case Decision.NoOffer(Refusal refusal) -> new TokenCount.Refused(refusal);
            case Decision.Planned(Plan plan) ->
                    TokenCount.of(request, plan.first(), now.upstreams());
        };
    }

    private void chat(Job job, Incoming incoming, ChatRequest request) {
        Serving now = serving.get();
        if (computing.answers(job, request, incoming.body())) {
            return;
        }
        if (request.preferences().dryRun()) {
            explainOnly(job, request);
            return;
        }
        Optional<Refusal> tooMuch = now.limits().refusal(request);
        if (tooMuch.isPresent()) {
            refuse(job, request, tooMuch.get());
            return;
        }
        switch (router.decide(request, now.listing(), now.settings(), job.at())) {
            case Decision.NoOffer(Refusal refusal) -> refuse(job, request, refusal);
            case Decision.Planned(Plan plan) -> {
                Plan limited = now.limits().within(plan, request);
                Job paid = replay.orRecord(job, incoming, request, limited, now);
                if (paid != null) {
                    dispatch.run(paid, request, limited, now);
                }
            }
        }
    }

    private void explainOnly(Job job, ChatRequest request) {
        byte[] json = explained(request).getBytes(StandardCharsets.UTF_8);
        try {
            job.client().send(200, List.of(new Header("content-type", "application/json")), json);
        } catch (java.io.IOException e) {
            // the client left; nothing was spent
        }
    }

    /**
     * Refuses an admitted request, with a row in the books.
     *
     * @param request as far as it was read, or null
     */
    public void refuse(Job job, @Nullable ChatRequest request, Refusal refusal) {
        End end = new End(Outcome.REFUSED, job.dialect().status(refusal), refusal.code());
        reply.refuse(
                job, refusal, settlement.unanswered(job, request, null, List.of(), end), List.of());
    }

    @Override
    public void close() {
        sweeper.close();
    }
}
