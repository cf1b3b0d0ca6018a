package dev.undercut.economics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked figures of flat plans; the numbers in names are those of the notes' table. */
class PlanGoldenTest {
    private static final LogNormalCost LIGHT = new LogNormalCost(100, 1.5);
    private static final LogNormalCost HEAVY = new LogNormalCost(250, 1.5);
    private static final FlatPlan KEEPS_200 = new FlatPlan(200, 0, 0);
    private static final FlatPlan KEEPS_194 = new FlatPlan(200, 0.03, 0);

    @Test
    void case_27_the_spread_of_t3_chat() {
        assertThat(SigmaFit.ofP90OverP10(400).solutions())
                .singleElement()
                .satisfies(sigma -> assertThat(sigma).isCloseTo(2.33758, within(5e-6)));
    }

    @Test
    void case_28_a_ratio_that_two_spreads_fit() {
        assertThat(SigmaFit.ofP90OverMean(2))
                .isInstanceOfSatisfying(
                        SigmaFit.Two.class,
                        two -> {
                            assertThat(two.low()).isCloseTo(0.775508, within(5e-7));
                            assertThat(two.high()).isCloseTo(1.787595, within(5e-7));
                        });
    }

    @Test
    void case_29_a_ratio_that_none_fits_says_up_to_where_one_would() {
        assertThat(SigmaFit.ofP90OverMean(30.0 / 13))
                .isInstanceOfSatisfying(
                        SigmaFit.None.class,
                        none -> assertThat(none.nearest()).isEqualTo("up to 2.2732"));
    }

    @Test
    void case_30_a_mean_user_of_half_the_price() {
        assertThat(LIGHT.median()).isCloseTo(32.465, within(0.0005));
        assertThat(KEEPS_200.lossShare(LIGHT)).isCloseTo(0.112737, within(5e-7));
        assertThat(LIGHT.topShare(0.05)).isCloseTo(0.442413, within(5e-7));
        assertThat(LIGHT.topShare(0.01)).isCloseTo(0.204303, within(5e-7));
    }

    @Test
    void case_31_the_mean_user_loses_and_73_percent_are_profitable() {
        assertThat(KEEPS_200.lossShare(HEAVY)).isCloseTo(0.273841, within(5e-7));
        assertThat(HEAVY.median()).isCloseTo(81.163, within(0.0005));
        assertThat(KEEPS_200.margin(HEAVY)).isEqualTo(-50);
    }

    @ParameterizedTest
    @CsvSource({"200, 100.866", "400, 140.320", "1000, 189.332", "5000, 238.486"})
    void case_32_the_mean_under_a_cap(double cap, double mean) {
        assertThat(HEAVY.capped(cap)).isCloseTo(mean, within(0.0005));
    }

    @Test
    void case_33_the_cap_at_which_the_plan_breaks_even() {
        assertThat(KEEPS_194.breakEvenCap(HEAVY))
                .isInstanceOfSatisfying(
                        FlatPlan.BreakEvenCap.At.class,
                        at -> assertThat(at.usd()).isCloseTo(1106.57, within(0.005)));
    }

    @Test
    void case_34_a_heavy_tail() {
        ParetoCost pareto = new ParetoCost(100, 1.5);

        assertThat(pareto.least()).isCloseTo(33.333, within(0.0005));
        assertThat(pareto.exceeding(200)).isCloseTo(0.068041, within(5e-7));
        assertThat(pareto.topShare(0.05)).isCloseTo(0.368403, within(5e-7));
        assertThat(pareto.topShare(0.01)).isCloseTo(0.215443, within(5e-7));
    }

    @Test
    void case_35_a_plan_that_loses_a_fifth_turns_within_two_months() {
        double years = ProfitDate.of(KEEPS_194, HEAVY, new CostPath(10, 1)).years();

        assertThat(years * 12).isCloseTo(1.3217, within(0.00005));
    }

    @Test
    void case_36_growing_use_puts_it_off() {
        double still = new CostPath(10, 1).reaches(2, 1).years();
        double growing = new CostPath(10, Math.cbrt(10)).reaches(2, 1).years();

        assertThat(still).isCloseTo(0.30103, within(5e-6));
        assertThat(growing).isCloseTo(0.45154, within(5e-6));
    }

    @Test
    void case_37_a_user_is_worth_so_much_in_three_years() {
        double[] sums = new LifetimeValue(194, 250, new CostPath(10, 1), 0.05, 0.01).cumulative(36);

        assertThat(sums[35]).isCloseTo(1787.75, within(0.005));
        assertThat(new double[] {sums[0], sums[1], sums[2], sums[3], sums[4]})
                .containsExactly(
                        new double[] {-56.00, -67.62, -46.67, -2.22, 58.80}, within(0.005));
        assertThat(LifetimeValue.paidBack(sums)).hasValue(4);
    }

    /** GPT-3's level from 60 to 0.06 dollars in three years. */
    @Test
    void case_41_a_thousandfold_in_three_years_is_tenfold_a_year() {
        double fall = Math.pow(60 / 0.06, 1 / 3.0);

        assertThat(60 / 0.06).isCloseTo(1000, within(1e-9));
        assertThat(60 * new CostPath(fall, 1).factor(3)).isCloseTo(0.06, within(1e-12));
        assertThat(fall).isCloseTo(10.0, within(1e-9));
    }
}
