package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Walks forward through the days of a market and knows what is for sale on each. */
final class MarketDays {
    private final PricePanel panel;
    private final Blend blend;
    private final List<Sale> starting = new ArrayList<>();
    private final PriorityQueue<Sale> ending =
            new PriorityQueue<>(Comparator.comparing(Sale::lastCall));
    private final Map<String, List<Sale>> onSale = new HashMap<>();
    private final Map<String, Sale> cheapest = new HashMap<>();
    private final SortedSet<LocalDate> days = new TreeSet<>();
    private int next;

    /**
     * One span while it can be bought.
     *
     * @param lastCall the first day on which it cannot; the last of all days without one
     * @param score its model's index, or null when unrated
     */
    record Sale(
            PricedSpan span, double usd, String vendor, @Nullable Score score, LocalDate lastCall) {
        /** Whether its model is well enough measured to speak for its maker. */
        boolean isMeasured() {
            return score != null && !score.provisional();
        }

        double ci() {
            return score == null ? Double.NaN : score.value();
        }
    }

    /** Starts before the first day. */
    MarketDays(PricePanel panel, Blend blend) {
        this.panel = panel;
        this.blend = blend;
        for (PricedSpan span : panel.spans()) {
            if (span.onSale(span.from())) {
                Sale sale = sale(span);
                starting.add(sale);
                days.add(span.from());
                days.add(sale.lastCall());
            }
        }
        days.remove(LocalDate.MAX);
    }

    private Sale sale(PricedSpan span) {
        LocalDate last = span.to() == null ? LocalDate.MAX : span.to();
        LocalDate sold = span.soldUntil();
        return new Sale(
                span,
                span.usd(blend),
                panel.model(span.model()).vendor(),
                panel.quality().score(span.model(), Quality.CI).orElse(null),
                sold != null && sold.isBefore(last) ? sold : last);
    }

    /** The days on which anything begins or ends. */
    SortedSet<LocalDate> days() {
        return days;
    }

    /** Goes on to a day, not before the one it stands on; what began since then. */
    List<Sale> advance(LocalDate day) {
        List<Sale> began = new ArrayList<>();
        while (next < starting.size() && !starting.get(next).span().from().isAfter(day)) {
            Sale sale = starting.get(next++);
            if (sale.lastCall().isAfter(day)) {
                began.add(sale);
                ending.add(sale);
                onSale.computeIfAbsent(sale.span().model(), id -> new ArrayList<>()).add(sale);
                cheapest.merge(sale.span().model(), sale, MarketDays::cheaper);
            }
        }
        while (!ending.isEmpty() && !ending.peek().lastCall().isAfter(day)) {
            end(ending.remove());
        }
        return began;
    }

    private void end(Sale sale) {
        String model = sale.span().model();
        List<Sale> left = onSale.computeIfAbsent(model, id -> new ArrayList<>());
        left.remove(sale);
        left.stream()
                .reduce(MarketDays::cheaper)
                .ifPresentOrElse(best -> cheapest.put(model, best), () -> cheapest.remove(model));
    }

    /** The cheaper; of two at one price rather the maker's own. */
    private static Sale cheaper(Sale one, Sale other) {
        boolean moreDirect = other.span().firstParty() && !one.span().firstParty();
        return other.usd() < one.usd() || (other.usd() == one.usd() && moreDirect) ? other : one;
    }

    /** The cheapest offer of each model for sale. */
    Collection<Sale> cheapest() {
        return cheapest.values();
    }

    /**
     * Each maker's most capable model at its cheapest offer, the most capable first. Models whose
     * index rests on little do not count.
     */
    List<Sale> flagships() {
        Map<String, Sale> best = new HashMap<>();
        for (Sale sale : cheapest.values()) {
            if (sale.isMeasured()) {
                best.merge(sale.vendor(), sale, MarketDays::better);
            }
        }
        List<Sale> flagships = new ArrayList<>(best.values());
        flagships.sort(
                Comparator.comparingDouble(Sale::ci)
                        .reversed()
                        .thenComparing(sale -> sale.span().model()));
        return flagships;
    }

    private static Sale better(Sale one, Sale other) {
        if (one.ci() == other.ci()) {
            return one.span().model().compareTo(other.span().model()) <= 0 ? one : other;
        }
        return one.ci() > other.ci() ? one : other;
    }
}
