package dev.undercut.dispatch;

import dev.undercut.chat.Usage;
import dev.undercut.dialect.UsageReport;
import dev.undercut.dispatch.relay.Tally;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.Attempt.Spending;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.market.Offer;
import dev.undercut.market.PriceSchedule;
import dev.undercut.money.Usd;
import dev.undercut.route.Quote;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer cost.
 *
 * @param cost exact; null when it is not known
 * @param note why it is null, or what to know about it; else null
 */
record Bill(@Nullable Usd cost, @Nullable String note) {
    /** Nobody was paid. */
    static final Bill FREE = new Bill(Usd.ZERO, null);

    /** An offer was called, and a mistake of ours kept us from learning what that cost. */
    static final Bill LOST = new Bill(null, "not known: the gateway made a mistake");

    static Bill of(Offer offer, Tally tally, Usage usage, Instant at) {
        UsageReport report = tally.report();
        if (report != null && report.billed() != null) {
            return new Bill(report.billed(), "as billed by " + offer.provider());
        }
        PriceSchedule price = offer.price();
        if (price == null) {
            return new Bill(null, "the price of " + offer.name() + " is not known");
        }
        return new Bill(price.cost(usage, at), note(offer, tally.basis()));
    }

    /** This bill and what other attempts cost besides. */
    Bill with(List<Attempt> attempts) {
        Usd sum = cost;
        String says = note;
        for (Attempt attempt : attempts) {
            Spending spent = attempt.spent();
            if (spent != null && sum != null) {
                sum = spent.cost() == null ? null : sum.plus(spent.cost());
                says =
                        sum == null
                                ? "what another attempt cost is not known"
                                : says == null ? "other attempts included" : says;
            }
        }
        return new Bill(sum, says);
    }

    /** What an answer has cost that another one took the place of. */
    static Spending replaced(Quote quote, Tally tally, Instant at) {
        Usage usage = tally.usage(quote);
        return new Spending(usage, of(quote.offer(), tally, usage, at).cost());
    }

    /** What an offer has cost that read the request and was then hung up on. */
    static Spending reading(Quote quote, Instant at) {
        Usage usage = Usage.of(quote.inputTokens(), 0);
        PriceSchedule price = quote.offer().price();
        return new Spending(usage, price == null ? null : price.cost(usage, at));
    }

    private static @Nullable String note(Offer offer, UsageBasis basis) {
        String kind =
                switch (offer.kind()) {
                    case OWN_HARDWARE -> "own hardware";
                    case FREE_TIER -> "free tier";
                    case SIMULATED -> "simulated";
                    case PAID, RETIRED -> null;
                };
        if (basis == UsageBasis.PROVIDER) {
            return kind;
        }
        return kind == null ? "tokens estimated" : kind + ", tokens estimated";
    }
}
