package dev.undercut.market;

import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All terms of an offer's price: rates, rates of long contexts, rates of certain hours, a fee per
 * request.
 *
 * @param id identifies these terms in the ledger, so that an entry can be rated again
 * @param base the rates when nothing else applies
 * @param contextTiers rates of requests above a number of input tokens; a tier reprices the whole
 *     request, and the highest one passed applies
 * @param windows rates at certain hours; of several the first that contains the instant applies,
 *     and a context tier wins over a window
 * @param perRequest charged once a call
 */
public record PriceSchedule(
        String id,
        Rates base,
        List<ContextTier> contextTiers,
        List<Timed> windows,
        Usd perRequest) {

    public PriceSchedule {
        contextTiers =
                contextTiers.stream()
                        .sorted(Comparator.comparingLong(ContextTier::above).reversed())
                        .toList();
        windows = List.copyOf(windows);
    }

    /** A flat price without fee. */
    public static PriceSchedule flat(String id, Rates rates) {
        return new PriceSchedule(id, rates, List.of(), List.of(), Usd.ZERO);
    }

    /**
     * Rates for requests with more than {@code above} input tokens.
     *
     * @param above input tokens of all kinds; the tier starts at one more
     */
    public record ContextTier(long above, Rates rates) {}

    /** Rates while a window is open. */
    public record Timed(TimeWindow window, Rates rates) {}

    /** The rates for a call with that many input tokens (of all kinds) at that time. */
    public Rates ratesFor(long inputTokens, Instant at) {
        for (ContextTier tier : contextTiers) {
            if (inputTokens > tier.above) {
                return tier.rates;
            }
        }
        for (Timed timed : windows) {
            if (timed.window.contains(at)) {
                return timed.rates;
            }
        }
        return base;
    }

    /**
     * Rates that no call exceeds which has at most that many input tokens (of all kinds) at that
     * time, whatever is cached or thought.
     */
    public Rates dearestFor(long inputTokens, Instant at) {
        Rates dearest = ratesFor(0, at).dearest();
        for (ContextTier tier : contextTiers) {
            if (inputTokens > tier.above) {
                dearest = dearest.dearerOf(tier.rates.dearest());
            }
        }
        return dearest;
    }

    /** Rates that no call undercuts which has nothing cached, whatever its length and hour. */
    public Rates cheapest() {
        Stream<Rates> special =
                Stream.concat(
                        contextTiers.stream().map(ContextTier::rates),
                        windows.stream().map(Timed::rates));
        return special.map(Rates::cheapest).reduce(base.cheapest(), Rates::cheaperOf);
    }

    /** The exact cost of one call that used those tokens at that time. */
    public Usd cost(Usage usage, Instant at) {
        return ratesFor(usage.totalInput(), at).cost(usage).plus(perRequest);
    }

    /** Whether a call costs nothing whatever it uses. */
    public boolean isFree() {
        return base.isFree()
                && perRequest.equals(Usd.ZERO)
                && contextTiers.stream().allMatch(tier -> tier.rates.isFree())
                && windows.stream().allMatch(timed -> timed.rates.isFree());
    }
}
