package dev.undercut.market.analysis;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The procedure of "Welcome to LLMflation" (Guido Appenzeller, Andreessen Horowitz, 2024-11-12):
 * each month the cheapest model of a class, and the factor between the first month and the last.
 * There is no regression and so no interval: everything hangs on two prices. The article means
 * input and output one to one and looks at a few makers only; blend and makers are the caller's
 * choice here.
 */
public final class Llmflation {
    private static final double YEAR = 365;

    private Llmflation() {}

    /**
     * The months and what lies between the ends.
     *
     * @param months the cheapest offer of each month in which one was for sale, dated when the
     *     month or, if later, the offer began
     * @param factor first price over last
     * @param factorPerYear the same as a constant factor of 365 days
     */
    public record Fall(List<PricedPoint> months, double factor, double factorPerYear) {}

    /**
     * The fall of a class's price until the selection's day; null when nothing of the class was for
     * sale in two different months.
     */
    public static @Nullable Fall fall(PricePanel panel, QualityClass wanted, Selection selection) {
        PricePanel part = panel.select(selection);
        List<PricedSpan> spans =
                part.spans().stream()
                        .filter(PricedSpan::isPaid)
                        .filter(span -> wanted.includes(part.quality(), span.model()))
                        .toList();
        if (spans.isEmpty()) {
            return null;
        }
        List<PricedPoint> months = new ArrayList<>();
        YearMonth last = YearMonth.from(selection.at());
        for (YearMonth month = YearMonth.from(spans.getFirst().from());
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            PricedPoint cheapest = cheapest(part, spans, month, wanted, selection.blend());
            if (cheapest != null) {
                months.add(cheapest);
            }
        }
        return months.size() < 2 ? null : between(months);
    }

    /** The fall between the first and the last of some prices. */
    static Fall between(List<PricedPoint> months) {
        PricedPoint first = months.getFirst();
        PricedPoint end = months.getLast();
        double factor = first.usd() / end.usd();
        long days = end.date().toEpochDay() - first.date().toEpochDay();
        return new Fall(months, factor, Math.pow(factor, YEAR / days));
    }

    private static @Nullable PricedPoint cheapest(
            PricePanel panel,
            List<PricedSpan> spans,
            YearMonth month,
            QualityClass wanted,
            Blend blend) {
        LocalDate start = month.atDay(1);
        LocalDate end = month.plusMonths(1).atDay(1);
        PricedSpan best = null;
        for (PricedSpan span : spans) {
            LocalDate to = span.to();
            boolean sold = span.from().isBefore(end) && (to == null || to.isAfter(start));
            if (sold && (best == null || span.usd(blend) < best.usd(blend))) {
                best = span;
            }
        }
        if (best == null) {
            return null;
        }
        LocalDate day = best.from().isAfter(start) ? best.from() : start;
        double score = panel.quality().score(best.model(), wanted.measure()).orElseThrow().value();
        return new PricedPoint(
                day,
                best.provider(),
                best.model(),
                best.usd(blend),
                score,
                best.sources(),
                best.flags());
    }
}
