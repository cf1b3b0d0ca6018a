package dev.undercut.economics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.economics.ImpossibleInputException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold for every plan and every spread. */
class PlanPropertiesTest {

    private static List<UserCost> spreads(double mean, double sigma, double alpha) {
        return List.of(
                new LogNormalCost(mean, sigma),
                new ParetoCost(mean, alpha),
                new TailedCost(mean, sigma, alpha));
    }

    @Property(tries = 300)
    void a_cap_lowers_the_mean_and_a_high_one_does_not(
            @ForAll @DoubleRange(min = 1, max = 10_000) double mean,
            @ForAll @DoubleRange(min = 0.2, max = 3) double sigma,
            @ForAll @DoubleRange(min = 1.2, max = 10) double alpha,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double cap) {
        for (UserCost cost : spreads(mean, sigma, alpha)) {
            double capped = cost.capped(cap * mean);

            assertThat(capped).isLessThanOrEqualTo(cost.mean() * (1 + 1e-9));
            assertThat(capped).isLessThanOrEqualTo(cap * mean * (1 + 1e-9));
            assertThat(cost.capped(2 * cap * mean)).isGreaterThanOrEqualTo(capped * (1 - 1e-12));
            assertThat(cost.capped(1e60)).isCloseTo(mean, within(mean * 1e-6));
            assertThat(cost.cappedVariance(cap * mean))
                    .isGreaterThanOrEqualTo(-1e-9 * capped * capped);
        }
    }

    @Property(tries = 300)
    void shares_and_quantiles_are_in_order(
            @ForAll @DoubleRange(min = 1, max = 10_000) double mean,
            @ForAll @DoubleRange(min = 0.2, max = 3) double sigma,
            @ForAll @DoubleRange(min = 1.2, max = 10) double alpha,
            @ForAll @DoubleRange(min = 0.0005, max = 0.9995) @Scale(4) double share) {
        for (UserCost cost : spreads(mean, sigma, alpha)) {
            double x = cost.quantile(share);

            assertThat(cost.exceeding(x)).isCloseTo(1 - share, within(1e-9));
            assertThat(cost.topShare(share)).isBetween(share - 1e-9, 1.0);
            assertThat(cost.topShare(share / 2)).isLessThan(cost.topShare(share));
            assertThat(cost.times(3).quantile(share)).isCloseTo(3 * x, within(x * 1e-6));
        }
    }

    /** The mean is the integral over all percentiles: a check of body, tail and their seam. */
    @Property(tries = 20)
    void the_costs_of_all_percentiles_add_up_to_the_mean_under_a_cap(
            @ForAll @DoubleRange(min = 0.2, max = 2) double sigma,
            @ForAll @DoubleRange(min = 1.2, max = 5) double alpha) {
        for (UserCost cost : spreads(100, sigma, alpha)) {
            double sum = 0;
            double squares = 0;
            int steps = 20_000;
            for (int i = 0; i < steps; i++) {
                double x = Math.min(3000, cost.quantile((i + 0.5) / steps));
                sum += x / steps;
                squares += x * x / steps;
            }
            assertThat(sum).isCloseTo(cost.capped(3000), within(0.05));
            assertThat(squares)
                    .isCloseTo(cost.cappedSquare(3000), within(cost.cappedSquare(3000) * 0.005));
        }
    }

    @Property(tries = 300)
    void at_the_cap_that_breaks_even_the_mean_user_costs_what_the_plan_keeps(
            @ForAll @DoubleRange(min = 1, max = 1000) double price,
            @ForAll @DoubleRange(min = 1, max = 10_000) double mean,
            @ForAll @DoubleRange(min = 0.2, max = 3) double sigma) {
        FlatPlan plan = new FlatPlan(price, 0.03, 0);
        for (UserCost cost : spreads(mean, sigma, 1.5)) {
            switch (plan.breakEvenCap(cost)) {
                case FlatPlan.BreakEvenCap.At(double cap) ->
                        assertThat(plan.margin(cost, cap)).isCloseTo(0, within(1e-6 * price));
                case FlatPlan.BreakEvenCap.NotNeeded none ->
                        assertThat(plan.margin(cost)).isNotNegative();
                case FlatPlan.BreakEvenCap.Impossible none ->
                        assertThat(plan.kept()).isNotPositive();
            }
        }
    }

    @Property(tries = 300)
    void a_fitted_sigma_has_the_ratio_it_was_fitted_to(
            @ForAll @DoubleRange(min = 0.1, max = 3) double ratio) {
        SigmaFit fit = SigmaFit.ofP90OverMean(ratio);

        assertThat(fit.solutions())
                .hasSizeBetween(0, 2)
                .allSatisfy(sigma -> {
                    LogNormalCost cost = new LogNormalCost(1, sigma);
                    assertThat(cost.quantile(0.9)).isCloseTo(ratio, within(1e-9 * ratio));
                });
        assertThat(fit.solutions().isEmpty()).isEqualTo(ratio > SigmaFit.MOST_P90_OVER_MEAN);
        assertThat(fit.solutions()).noneMatch(sigma -> sigma.isNaN());
    }

    @Property(tries = 200)
    void the_normal_distribution_and_its_quantiles_are_inverse(
            @ForAll @DoubleRange(min = 1e-12, max = 0.999999) @Scale(12) double share) {
        assertThat(StandardNormal.cumulative(StandardNormal.quantile(share)))
                .isCloseTo(share, within(share * 1e-9 + 1e-15));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.8413447460685429",
        "1.96, 0.9750021048517795",
        "-3, 0.0013498980316300933",
        "-6, 9.865876450376981e-10",
        "-10, 7.619853024160527e-24",
    })
    void the_normal_distribution_is_that_of_the_tables(double z, double expected) {
        assertThat(StandardNormal.cumulative(z)).isCloseTo(expected, within(expected * 1e-12));
        assertThat(StandardNormal.exceeding(-z)).isCloseTo(expected, within(expected * 1e-12));
    }

    @Property(tries = 200)
    void a_plan_turns_when_the_cost_has_come_down_and_not_before(
            @ForAll @DoubleRange(min = 1.01, max = 100) double excess,
            @ForAll @DoubleRange(min = 1.1, max = 100) double fall,
            @ForAll @DoubleRange(min = 0.5, max = 100) double growth) {
        CostPath path = new CostPath(fall, growth);

        switch (path.reaches(excess * 194, 194)) {
            case CostPath.Reached.After(double years) ->
                    assertThat(excess * path.factor(years)).isCloseTo(1, within(1e-6));
            case CostPath.Reached.Never never -> assertThat(growth).isGreaterThanOrEqualTo(fall);
            case CostPath.Reached.Already already -> throw new AssertionError("it costs too much");
        }
        assertThat(path.reaches(194, 194)).isEqualTo(new CostPath.Reached.Already());
        assertThat(path.reaches(194, 194).years()).isZero();
    }

    @Property(tries = 200)
    void under_a_cap_a_plan_turns_when_the_capped_mean_has_come_down(
            @ForAll @DoubleRange(min = 10, max = 5000) double mean,
            @ForAll @DoubleRange(min = 200, max = 20_000) double cap) {
        FlatPlan plan = new FlatPlan(200, 0.03, 0);
        LogNormalCost cost = new LogNormalCost(mean, 1.5);
        CostPath path = new CostPath(10, 2);

        switch (ProfitDate.of(plan, cost, cap, path)) {
            case CostPath.Reached.After(double years) ->
                    assertThat(cost.times(path.factor(years)).capped(cap))
                            .isCloseTo(194, within(1e-4));
            case CostPath.Reached.Already already ->
                    assertThat(cost.capped(cap)).isLessThanOrEqualTo(194);
            case CostPath.Reached.Never never -> throw new AssertionError("costs do fall");
        }
        assertThat(ProfitDate.of(plan, cost, cap, path).years())
                .isLessThanOrEqualTo(ProfitDate.of(plan, cost, path).years() + 1e-9);
    }

    @Property(tries = 100)
    void lifetimes_of_one_month_are_that_months_margin(
            @ForAll @DoubleRange(min = 0, max = 1) double churn,
            @ForAll @IntRange(min = 2, max = 60) int months) {
        LifetimeValue value = new LifetimeValue(194, 100, new CostPath(1, 1), churn, 0);

        assertThat(value.over(1)).isCloseTo(94, within(1e-9));
        assertThat(value.over(months)).isGreaterThanOrEqualTo(value.over(months - 1));
        assertThat(value.over(months)).isLessThanOrEqualTo(94 * months + 1e-6);
    }

    @Test
    void what_cannot_be_is_refused_with_the_nearest_range() {
        assertThatThrownBy(() -> new FlatPlan(-1, 0, 0))
                .isInstanceOf(ImpossibleInputException.class)
                .hasMessageContaining("price")
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new ParetoCost(100, 1)).hasMessageContaining("above 1");
        assertThatThrownBy(() -> new LogNormalCost(100, 0)).hasMessageContaining("sigma");
        assertThatThrownBy(() -> new FlatPlan(200, 1, 0)).hasMessageContaining("below 1");
        assertThat(new FlatPlan(10, 0, 20).breakEvenCap(new LogNormalCost(5, 1)))
                .isEqualTo(new FlatPlan.BreakEvenCap.Impossible());
    }
}
