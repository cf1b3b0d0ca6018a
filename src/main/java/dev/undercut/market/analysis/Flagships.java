package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Each maker's most capable model that was for sale on a day, at its cheapest offer. */
final class Flagships {
    private record Ranked(PricedSpan offer, double value) {}

    private Flagships() {}

    /** The most capable first. Models whose index rests on little do not count. */
    static List<PricedSpan> on(PricePanel panel, LocalDate day, Blend blend) {
        Map<String, Ranked> best = new HashMap<>();
        for (PricedSpan span : panel.cheapestByModel(day, blend).values()) {
            Optional<Score> score = panel.quality().score(span.model(), Quality.CI);
            if (score.isPresent() && !score.get().provisional()) {
                best.merge(
                        panel.model(span.model()).vendor(),
                        new Ranked(span, score.get().value()),
                        Flagships::better);
            }
        }
        return best.values().stream()
                .sorted(
                        Comparator.comparingDouble(Ranked::value)
                                .reversed()
                                .thenComparing(ranked -> ranked.offer().model()))
                .map(Ranked::offer)
                .toList();
    }

    private static Ranked better(Ranked one, Ranked other) {
        if (one.value() == other.value()) {
            return one.offer().model().compareTo(other.offer().model()) <= 0 ? one : other;
        }
        return one.value() > other.value() ? one : other;
    }
}
