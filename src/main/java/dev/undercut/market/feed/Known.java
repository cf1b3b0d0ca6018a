package dev.undercut.market.feed;

import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceTier;
import dev.undercut.money.PricePerMtok;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The price facts that were there before a feed was read. */
final class Known {
    private static final String UNTIL = " until ";

    private final Map<PriceFact.Key, List<PriceFact>> facts = new HashMap<>();
    private final Map<String, Set<String>> ids = new HashMap<>();
    private final Map<String, List<PriceFact.Key>> hosts = new HashMap<>();

    /**
     * Takes them in.
     *
     * @param all in the order in which they became known
     */
    Known(Iterable<PriceFact> all) {
        for (PriceFact fact : all) {
            facts.computeIfAbsent(fact.key(), key -> new ArrayList<>()).add(fact);
            boolean first =
                    ids.computeIfAbsent(
                                    fact.provider() + '\n' + fact.model(), name -> new TreeSet<>())
                            .add(fact.upstreamId());
            if (first) {
                hosts.computeIfAbsent(fact.model(), model -> new ArrayList<>())
                        .add(
                                new PriceFact.Key(
                                        fact.provider(), fact.upstreamId(), PriceTier.STANDARD));
            }
        }
    }

    /**
     * The fact that holds on that day: of several the one that began last, then the one known last.
     */
    @Nullable PriceFact inForce(PriceFact.Key key, LocalDate day) {
        PriceFact best = null;
        for (PriceFact fact : facts.getOrDefault(key, List.of())) {
            boolean valid =
                    !day.isBefore(fact.validFrom())
                            && (fact.validTo() == null || day.isBefore(fact.validTo()));
            if (valid && (best == null || !fact.validFrom().isBefore(best.validFrom()))) {
                best = fact;
            }
        }
        return best;
    }

    /**
     * The newest facts that a source listed when it was read last before, as the product ships
     * them: these cite it as {@code NAME} or {@code NAME until DAY}.
     */
    List<PriceFact> shippedListing(String source, LocalDate today) {
        Map<PriceFact.Key, String> days = new LinkedHashMap<>();
        String newest = "";
        for (List<PriceFact> all : facts.values()) {
            for (PriceFact fact : all) {
                String day = day(fact, source);
                if (day != null) {
                    days.merge(fact.key(), day, (a, b) -> a.compareTo(b) < 0 ? b : a);
                    newest = newest.compareTo(day) < 0 ? day : newest;
                }
            }
        }
        List<PriceFact> listed = new ArrayList<>();
        for (Map.Entry<PriceFact.Key, String> each : days.entrySet()) {
            PriceFact fact = inForce(each.getKey(), today);
            if (fact != null && each.getValue().equals(newest)) {
                listed.add(fact);
            }
        }
        return listed;
    }

    /** Whether a fact was seen at that source. */
    static boolean cites(PriceFact fact, String source) {
        return day(fact, source) != null;
    }

    private static @Nullable String day(PriceFact fact, String source) {
        for (String each : fact.sources()) {
            if (each.equals(source)) {
                return fact.seenOn().toString();
            }
            if (each.startsWith(source + UNTIL)) {
                return each.substring(source.length() + UNTIL.length());
            }
        }
        return null;
    }

    /**
     * A fact of the offer that began before that one and states what {@code amounts} do, the newest
     * of several; null when there is none.
     */
    @Nullable PriceFact earlier(PriceFact fact, Amounts amounts) {
        PriceFact best = null;
        for (PriceFact each : facts.getOrDefault(fact.key(), List.of())) {
            if (each.validFrom().isBefore(fact.validFrom())
                    && amounts.agreeWith(each.rates(), each.perRequest())
                    && (best == null || !each.validFrom().isBefore(best.validFrom()))) {
                best = each;
            }
        }
        return best;
    }

    /** The first day after {@code day} on which a price of that offer is known to begin. */
    @Nullable LocalDate nextStart(PriceFact.Key key, LocalDate day) {
        return facts.getOrDefault(key, List.of()).stream()
                .map(PriceFact::validFrom)
                .filter(from -> from.isAfter(day))
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    /** What is sent to a provider for a model, when a source has only a name of its own for it. */
    String upstreamId(String provider, String model, String spelled) {
        Set<String> sold = ids.getOrDefault(provider + '\n' + model, Set.of());
        if (sold.isEmpty() || sold.contains(spelled)) {
            return spelled;
        }
        return sold.contains(model) ? model : sold.iterator().next();
    }

    /** The median price of a model's input over what other providers ask for it, or null. */
    @Nullable PricePerMtok elsewhere(String model, String provider, LocalDate day) {
        List<PricePerMtok> prices = new ArrayList<>();
        for (PriceFact.Key key : hosts.getOrDefault(model, List.of())) {
            PriceFact fact = key.provider().equals(provider) ? null : inForce(key, day);
            if (fact != null && !fact.rates().isFree()) {
                prices.add(fact.rates().input());
            }
        }
        prices.sort(null);
        return prices.isEmpty() ? null : prices.get(prices.size() / 2);
    }
}
