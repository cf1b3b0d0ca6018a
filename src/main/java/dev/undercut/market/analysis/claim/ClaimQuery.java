package dev.undercut.market.analysis.claim;

import dev.undercut.market.analysis.EpochTrend;
import dev.undercut.market.analysis.Position;
import dev.undercut.market.analysis.PriceIndex;
import dev.undercut.market.analysis.PriceMoves;
import dev.undercut.market.analysis.PricePanel;
import dev.undercut.market.analysis.PricedPoint;
import dev.undercut.market.analysis.QualityClass;
import dev.undercut.market.analysis.Selection;
import dev.undercut.market.analysis.claim.Claim.Figure;
import dev.undercut.market.analysis.fit.Binomial;
import dev.undercut.market.analysis.fit.Interval;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question to the market whose answer is one figure. */
public sealed interface ClaimQuery {
    /** The answer, with what is known by the selection's day. */
    Figure ask(PricePanel panel, Selection selection);

    /** One price over another. */
    record PriceRatio(PriceRef dear, PriceRef cheap) implements ClaimQuery {
        @Override
        public Figure ask(PricePanel panel, Selection selection) {
            Double above = dear.usd(panel, selection);
            Double below = cheap.usd(panel, selection);
            return above == null || below == null ? Figure.none() : Figure.exact(above / below);
        }
    }

    /** The same as a constant factor for a year of 365 days between the two. */
    record PerYear(PriceRef dear, PriceRef cheap) implements ClaimQuery {
        @Override
        public Figure ask(PricePanel panel, Selection selection) {
            Double factor = new PriceRatio(dear, cheap).ask(panel, selection).value();
            long days = cheap.on().toEpochDay() - dear.on().toEpochDay();
            return factor == null ? Figure.none() : Figure.exact(Math.pow(factor, 365.0 / days));
        }
    }

    /** The fall of a class's price by a method, until a day. */
    record Fall(QualityClass wanted, PriceIndex.Method method, @Nullable LocalDate until)
            implements ClaimQuery {
        @Override
        public Figure ask(PricePanel panel, Selection selection) {
            LocalDate at = until == null || until.isAfter(selection.at()) ? selection.at() : until;
            PriceIndex.Index index = PriceIndex.of(panel, wanted, selection.withAt(at), method);
            return new Figure(
                    index.factorPerYear(),
                    index.trend() == null ? null : index.trend().interval90());
        }
    }

    /**
     * The median of all trends that Epoch's procedure finds on some benchmarks; its interval is
     * that of the sign test, between two of the trends, as if they were independent.
     */
    record EpochMedian(List<String> measures, LocalDate until) implements ClaimQuery {
        public EpochMedian {
            measures = List.copyOf(measures);
        }

        @Override
        public Figure ask(PricePanel panel, Selection selection) {
            Selection then = new Selection(until, selection.blend(), null, null, Boolean.FALSE);
            List<Double> factors = new ArrayList<>();
            for (String measure : measures) {
                List<PricedPoint> points = panel.select(then).points(measure, then.blend());
                EpochTrend.all(points, scale(measure))
                        .forEach(fit -> factors.add(fit.trend().factorPerYear()));
            }
            return median(factors);
        }

        private static Figure median(List<Double> factors) {
            List<Double> sorted = factors.stream().sorted().toList();
            if (sorted.isEmpty()) {
                return Figure.none();
            }
            int n = sorted.size();
            Interval below = Binomial.usual(n, 0.5, 0.9);
            int first = Math.max((int) below.low() - 1, 0);
            int last = Math.min((int) below.high(), n - 1);
            return new Figure(sorted.get(n / 2), new Interval(sorted.get(first), sorted.get(last)));
        }

        private static EpochTrend.Scale scale(String measure) {
            if (measure.startsWith("arena")) {
                return EpochTrend.Scale.OPEN;
            }
            return measure.startsWith("mmlu") || measure.startsWith("gpqa")
                    ? EpochTrend.Scale.MULTIPLE_CHOICE
                    : EpochTrend.Scale.PERCENT;
        }
    }

    /** A price over the trend of a class before it. */
    record OverLine(PriceRef price, QualityClass wanted) implements ClaimQuery {
        @Override
        public Figure ask(PricePanel panel, Selection selection) {
            Double usd = price.usd(panel, selection);
            Position.Over over =
                    usd == null
                            ? null
                            : Position.over(
                                    panel,
                                    wanted,
                                    usd,
                                    price.model(),
                                    selection.withAt(price.on()));
            return over == null ? Figure.none() : new Figure(over.factor(), over.interval90());
        }
    }

    /** How often makers raised the price of an offer; without resellers, who repeat others. */
    record Rises(Set<String> without) implements ClaimQuery {
        public Rises {
            without = Set.copyOf(without);
        }

        @Override
        public Figure ask(PricePanel panel, Selection selection) {
            long rises =
                    PriceMoves.of(panel.without(without), selection).stream()
                            .filter(PriceMoves.Move::isRise)
                            .count();
            return Figure.exact((double) rises);
        }
    }
}
