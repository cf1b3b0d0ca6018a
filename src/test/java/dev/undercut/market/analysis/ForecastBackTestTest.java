package dev.undercut.market.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.analysis.PriceIndex.Method;
import dev.undercut.market.analysis.fit.Binomial;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.web.market.ShippedMarket;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What forecasts from every past month would have been worth, over all classes. */
class ForecastBackTestTest {

    private static final Selection TODAY = Selection.until(LocalDate.of(2026, 11, 21));
    private static final List<String> MEASURES =
            List.of("ci", "mmlu", "gpqa-diamond", "math-level-5", "humaneval");

    @ParameterizedTest
    @ValueSource(ints = {6, 12})
    void nine_of_ten_half_years_and_years_came_as_forecast(int months) {
        int[] tried = tried(months);
        Interval usual = Binomial.usual(tried[0], 0.9, 0.95);

        assertThat(tried[0]).isGreaterThan(50);
        assertThat((double) tried[1]).as("of %d", tried[0]).isBetween(usual.low(), usual.high());
    }

    /** Most months bring no new low, so an interval that holds nine of ten holds more of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void short_forecasts_are_rather_too_wide_than_too_narrow(int months) {
        int[] tried = tried(months);

        assertThat((double) tried[1])
                .isGreaterThanOrEqualTo(Binomial.usual(tried[0], 0.9, 0.95).low());
    }

    private static int[] tried(int months) {
        int[] sum = new int[2];
        for (String measure : MEASURES) {
            for (int floor = 20; floor <= 90; floor += 10) {
                List<PricedPoint> lows =
                        PriceIndex.of(
                                        ShippedMarket.panel(),
                                        new QualityClass(measure, floor),
                                        TODAY,
                                        Method.CONSTANT_QUALITY)
                                .points();
                Forecast.BackTest test = Forecast.backTest(lows, TODAY.at(), months);
                sum[0] += test.tried();
                sum[1] += test.covered();
            }
        }
        return sum;
    }
}
