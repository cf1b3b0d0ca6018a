package dev.undercut.market.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.analysis.fit.Binomial;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.web.market.ShippedMarket;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What forecasts from every past month would have been worth, over all classes. */
class ForecastBackTestTest {

    private static final Selection TODAY = Selection.until(LocalDate.of(2026, 11, 21));
    private static final List<String> MEASURES =
            List.of("ci", "mmlu", "gpqa-diamond", "math-level-5", "humaneval");

    /**
     * Classes of one benchmark share most of their record lows: those with the same lowest price at
     * both ends are one piece of evidence, of which a class is a part. So many pieces are the
     * trials of the binomial interval.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 12})
    void nine_of_ten_forecasts_came_as_they_said(int months) {
        Map<Evidence, List<Forecast.Trial>> found =
                trials(months).stream()
                        .collect(
                                Collectors.groupingBy(trial ->
                                        new Evidence(trial.from(), trial.before(), trial.after())));
        double covered =
                found.values().stream()
                        .mapToDouble(same ->
                                same.stream().filter(Forecast.Trial::covered).count()
                                        / (double) same.size())
                        .sum();
        Interval usual = Binomial.usual(found.size(), Forecast.LEVEL, 0.95);

        assertThat(found.size()).isGreaterThanOrEqualTo(40);
        assertThat(covered).as("of %d", found.size()).isBetween(usual.low(), usual.high());
    }

    private record Evidence(int from, double before, double after) {}

    private static List<Forecast.Trial> trials(int months) {
        List<Forecast.Trial> trials = new ArrayList<>();
        for (String measure : MEASURES) {
            for (int floor = 20; floor <= 90; floor += 10) {
                List<PricedPoint> lows =
                        PriceIndex.recordLows(
                                ShippedMarket.panel(), new QualityClass(measure, floor), TODAY);
                trials.addAll(Forecast.trials(lows, TODAY.at(), months));
            }
        }
        return trials;
    }
}
