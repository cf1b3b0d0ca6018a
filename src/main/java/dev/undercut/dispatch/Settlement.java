package dev.undercut.dispatch;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Usage;
import dev.undercut.dispatch.relay.Tally;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.market.Offer;
import dev.undercut.money.Usd;
import dev.undercut.route.Baseline;
import dev.undercut.route.Plan;
import dev.undercut.route.Quote;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Turns what happened to a request into its ledger entry. */
final class Settlement {
    private final LongSupplier nanos;

    Settlement(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * How a request ended.
     *
     * @param status what the client's status line says
     * @param errorCode a stable code for anything but OK, else null
     */
    record End(Outcome outcome, int status, @Nullable String errorCode) {}

    /** Nobody answered: the request was refused or every offer failed; a silent one may charge. */
    LedgerEntry unanswered(
            Job job,
            @Nullable ChatRequest request,
            @Nullable Plan plan,
            List<Attempt> attempts,
            End end) {
        return unanswered(job, request, plan, attempts, Bill.FREE.with(attempts), end);
    }

    /** Nobody answered, or what was answered did not reach the client; it cost that much. */
    LedgerEntry unanswered(
            Job job,
            @Nullable ChatRequest request,
            @Nullable Plan plan,
            List<Attempt> attempts,
            Bill bill,
            End end) {
        return new LedgerEntry(
                job.requestId(),
                job.at(),
                millisOf(job),
                null,
                job.keyId(),
                job.dialect().name(),
                request == null ? "" : request.model(),
                null,
                null,
                null,
                request != null && request.stream(),
                end.outcome(),
                end.status(),
                end.errorCode(),
                null,
                null,
                UsageBasis.NONE,
                null,
                bill.cost(),
                bill.note(),
                null,
                plan == null || plan.baseline() == null ? null : plan.baseline().model(),
                null,
                attempts,
                request == null ? null : request.preferences().task(),
                request == null ? null : request.preferences().session(),
                job.lineage());
    }

    /** Somebody answered, wholly or in part. */
    LedgerEntry answered(Answered answered, End end) {
        Job job = answered.job();
        Offer offer = answered.quote().offer();
        Tally tally = answered.tally();
        Usage usage = tally.usage(answered.quote());
        Bill bill = Bill.of(offer, tally, usage, job.at()).with(answered.attempts());
        Baseline baseline = answered.plan().baseline();
        return new LedgerEntry(
                job.requestId(),
                job.at(),
                millisOf(job),
                answered.firstTokenMillis(),
                job.keyId(),
                job.dialect().name(),
                answered.request().model(),
                offer.provider(),
                offer.model().id(),
                offer.upstreamId(),
                answered.request().stream(),
                end.outcome(),
                end.status(),
                end.errorCode(),
                tally.reason(),
                usage,
                tally.basis(),
                tally.report() == null ? null : tally.report().raw(),
                bill.cost(),
                bill.note(),
                offer.price() == null ? null : offer.price().id(),
                baseline == null ? null : baseline.model(),
                baseline == null
                        ? null
                        : baseline.cost(tally.whole(usage), offer.model().id(), job.at()),
                answered.attempts(),
                answered.plan().preferences().task(),
                answered.plan().preferences().session(),
                job.lineage());
    }

    /**
     * Answered from the cache: nobody was paid.
     *
     * @param made the entry of the request whose answer it is
     */
    LedgerEntry cached(Job job, ChatRequest request, Plan plan, LedgerEntry made) {
        Baseline baseline = plan.baseline();
        Usage usage = made.usage();
        String model = made.model();
        return new LedgerEntry(
                job.requestId(),
                job.at(),
                millisOf(job),
                null,
                job.keyId(),
                job.dialect().name(),
                request.model(),
                made.provider(),
                model,
                made.upstreamModel(),
                request.stream(),
                Outcome.OK,
                200,
                null,
                made.stopReason(),
                usage,
                UsageBasis.CACHED,
                null,
                Usd.ZERO,
                "from the cache",
                null,
                baseline == null ? null : baseline.model(),
                baseline == null || usage == null || model == null
                        ? null
                        : baseline.cost(usage, model, job.at()),
                List.of(),
                plan.preferences().task(),
                plan.preferences().session(),
                job.lineage());
    }

    private long millisOf(Job job) {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - job.startedNanos());
    }

    /**
     * An answer and everything that led to it.
     *
     * @param reason why this offer was asked first, in words
     * @param firstTokenMillis from admission to the first content, or null when not streamed
     */
    record Answered(
            Job job,
            ChatRequest request,
            Plan plan,
            String reason,
            Quote quote,
            Tally tally,
            List<Attempt> attempts,
            @Nullable Long firstTokenMillis) {}
}
