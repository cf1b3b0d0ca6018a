package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The offers that no other beats on price and capability (Pareto, Manuale di economia politica,
 * 1906), by the estimates; their errors stand beside them.
 */
public final class Frontier {
    private Frontier() {}

    /**
     * An offer with what it is compared by.
     *
     * @param usd blended price
     * @param score capability
     * @param third context in tokens, tokens per second, or null when only two count
     */
    public record Point(PricedSpan offer, double usd, Score score, @Nullable Double third) {}

    /** An offer that another beats: no dearer, no worse, and better in one of them. */
    public record Dominated(Point point, Point beatenBy) {}

    /**
     * The market of a day, parted.
     *
     * @param points nothing beats them; cheapest first
     * @param unplaced on sale, but without a capability or a third value
     */
    public record Split(
            LocalDate at, List<Point> points, List<Dominated> dominated, int unplaced) {}

    /** The frontier in price and capability. */
    public static Split at(PricePanel panel, Selection selection) {
        return at(panel, selection, null);
    }

    /**
     * The frontier with a third axis, on which more is better.
     *
     * @param third its value, NaN when not known; null for none
     */
    public static Split at(
            PricePanel panel, Selection selection, @Nullable ToDoubleFunction<PricedSpan> third) {
        List<Point> placed = new ArrayList<>();
        int unplaced = 0;
        for (PricedSpan span : panel.select(selection).onSale(selection.at())) {
            Score score = panel.quality().score(span.model(), Quality.CI).orElse(null);
            OptionalDouble value = value(span, third);
            if (score == null || (third != null && value.isEmpty())) {
                unplaced++;
            } else {
                placed.add(
                        new Point(
                                span,
                                span.usd(selection.blend()),
                                score,
                                value.isPresent() ? value.getAsDouble() : null));
            }
        }
        return split(selection.at(), placed, unplaced);
    }

    private static OptionalDouble value(
            PricedSpan span, @Nullable ToDoubleFunction<PricedSpan> third) {
        double value = third == null ? Double.NaN : third.applyAsDouble(span);
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The points that none of the others beats, and who beats each of the rest. */
    static Split split(LocalDate at, List<Point> placed, int unplaced) {
        List<Point> inOrder =
                placed.stream()
                        .sorted(
                                Comparator.comparingDouble(Point::usd)
                                        .thenComparing(
                                                point -> point.score().value(),
                                                Comparator.reverseOrder())
                                        .thenComparing(Frontier::third, Comparator.reverseOrder())
                                        .thenComparing(point -> point.offer().name()))
                        .toList();
        List<Point> front = new ArrayList<>();
        List<Dominated> dominated = new ArrayList<>();
        for (Point point : inOrder) {
            Point better = null;
            for (Point known : front) {
                if (beats(known, point)) {
                    better = known;
                    break;
                }
            }
            if (better == null) {
                front.add(point);
            } else {
                dominated.add(new Dominated(point, better));
            }
        }
        return new Split(at, front, dominated, unplaced);
    }

    /** Whether the first makes the second pointless. Equal offers do not beat each other. */
    static boolean beats(Point one, Point other) {
        boolean noWorse =
                one.usd() <= other.usd()
                        && one.score().value() >= other.score().value()
                        && third(one) >= third(other);
        boolean better =
                one.usd() < other.usd()
                        || one.score().value() > other.score().value()
                        || third(one) > third(other);
        return noWorse && better;
    }

    private static double third(Point point) {
        Double third = point.third();
        return third == null ? 0 : third;
    }
}
