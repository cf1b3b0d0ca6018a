package dev.undercut.market.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.market.analysis.EpochPoints.Published;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.market.analysis.fit.LogTrend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Epoch AI's 21 published regressions from its own points, and a changed copy of those points. */
class EpochTrendTest {

    private static final Offset<Double> ROUNDED = within(0.0051);

    static List<Published> published() {
        return EpochPoints.published();
    }

    @ParameterizedTest
    @MethodSource("published")
    void each_published_regression_comes_out(Published expected) {
        EpochTrend.Fit fit =
                EpochTrend.fit(
                                EpochPoints.of(expected.benchmark()),
                                expected.threshold(),
                                EpochPoints.scale(expected.benchmark()))
                        .orElseThrow();

        assertThat(fit.trend().factorPerYear())
                .isCloseTo(expected.factor(), within(0.005 * expected.factor()));
        assertThat(fit.trend().r2()).isCloseTo(expected.r2(), ROUNDED);
        assertThat(fit.lows()).hasSize(expected.n());
        assertThat(fit.lows().getFirst().date()).isEqualTo(expected.start());
        assertThat(fit.lows().getLast().date()).isEqualTo(expected.end());
        Interval interval = fit.trend().interval90();
        assertThat(interval.low()).isCloseTo(expected.low(), within(0.005 * expected.low()));
        assertThat(interval.high()).isCloseTo(expected.high(), within(0.005 * expected.high()));
    }

    @Test
    void the_procedure_finds_those_21_thresholds_and_no_other() {
        List<String> found = new ArrayList<>();
        benchmarks()
                .forEach((benchmark, points) ->
                        EpochTrend.all(points, EpochPoints.scale(benchmark))
                                .forEach(fit -> found.add(benchmark + " " + fit.threshold())));

        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        published().stream()
                                .map(fit -> fit.benchmark() + " " + fit.threshold())
                                .toList());
    }

    @Test
    void smallest_median_and_largest_factor_are_those_published() {
        double[] factors =
                benchmarks().entrySet().stream()
                        .flatMap(entry ->
                                EpochTrend.all(entry.getValue(), EpochPoints.scale(entry.getKey()))
                                        .stream())
                        .mapToDouble(fit -> fit.trend().factorPerYear())
                        .sorted()
                        .toArray();

        assertThat(factors).hasSize(21);
        assertThat(factors[0]).isCloseTo(9.24, within(0.005));
        assertThat(factors[10]).isCloseTo(46.25, within(0.005));
        assertThat(factors[20]).isCloseTo(851.16, within(0.5));
    }

    @Test
    void changed_points_give_what_plain_loops_over_them_give() {
        Random random = new Random(20261121);
        int compared = 0;
        for (Published wanted : published()) {
            List<PricedPoint> changed = new ArrayList<>();
            for (PricedPoint point : EpochPoints.of(wanted.benchmark())) {
                changed.add(
                        new PricedPoint(
                                point.date().plusDays(random.nextInt(61) - 30),
                                "",
                                point.model(),
                                point.usd() * Math.exp(random.nextGaussian() * 0.4),
                                point.score(),
                                point.sources()));
            }
            double[] plain =
                    PlainEpoch.fit(
                            changed,
                            wanted.threshold(),
                            !wanted.benchmark().equals("LMSys Chatbot Arena ELO"));
            var ours =
                    EpochTrend.fit(
                            changed, wanted.threshold(), EpochPoints.scale(wanted.benchmark()));
            assertThat(ours.isPresent()).isEqualTo(plain.length > 0);
            if (ours.isPresent()) {
                compared++;
                LogTrend trend = ours.get().trend();
                assertThat((double) trend.n()).isEqualTo(plain[0]);
                assertThat(trend.factorPerYear()).isCloseTo(plain[1], within(1e-6 * plain[1]));
                assertThat(trend.r2()).isCloseTo(plain[2], within(1e-9));
                assertThat(Math.abs(trend.factorPerYear() / wanted.factor() - 1))
                        .as("the change was felt")
                        .isGreaterThan(1e-4);
            }
        }
        assertThat(compared).isGreaterThan(10);
    }

    private static Map<String, List<PricedPoint>> benchmarks() {
        return EpochPoints.rows().stream()
                .filter(row -> !row.reasoning())
                .collect(
                        Collectors.groupingBy(
                                EpochPoints.Row::benchmark,
                                TreeMap::new,
                                Collectors.mapping(EpochPoints.Row::point, Collectors.toList())));
    }

    /** The same procedure once more, written apart from ours: sums over days, no shared code. */
    private static final class PlainEpoch {
        static double[] fit(List<PricedPoint> points, double threshold, boolean percent) {
            TreeMap<LocalDate, Double> cheapestOfDay = new TreeMap<>();
            for (PricedPoint point : points) {
                if (point.score() >= threshold && !(percent && point.score() >= 100)) {
                    Double known = cheapestOfDay.get(point.date());
                    if (known == null || point.usd() < known) {
                        cheapestOfDay.put(point.date(), point.usd());
                    }
                }
            }
            double low = Double.MAX_VALUE;
            double n = 0;
            double sx = 0;
            double sy = 0;
            double sxx = 0;
            double sxy = 0;
            double syy = 0;
            LocalDate start = null;
            for (Map.Entry<LocalDate, Double> day : cheapestOfDay.entrySet()) {
                if (day.getValue() >= low) {
                    continue;
                }
                low = day.getValue();
                start = start == null ? day.getKey() : start;
                double x = (day.getKey().toEpochDay() - start.toEpochDay()) / 365.0;
                double y = Math.log(low);
                n++;
                sx += x;
                sy += y;
                sxx += x * x;
                sxy += x * y;
                syy += y * y;
            }
            if (n < 4) {
                return new double[0];
            }
            double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
            double r = (n * sxy - sx * sy) / Math.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
            return new double[] {n, Math.exp(-slope), r * r};
        }
    }
}
