package dev.undercut.economics.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.economics.ImpossibleInputException;
import dev.undercut.economics.data.EconomicsFiles;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.facts.Measurement;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What must hold for every rate, curve and roofline. */
class ServingPropertiesTest {
    private static final EconomicsFacts FACTS = EconomicsFiles.load();

    @Property(tries = 200)
    void cost_and_throughput_are_inverse_and_idle_hours_are_paid(
            @ForAll @DoubleRange(min = 0.1, max = 100) double usd,
            @ForAll @DoubleRange(min = 1, max = 1e6) double rate,
            @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
        HourlyCost hour = new HourlyCost(usd);
        Utilisation used = new Utilisation(share);
        CostPerMtok<Tokens.Output> cost = ServingCost.perMtok(hour, new Throughput<>(rate), used);

        assertThat(ServingCost.throughputFor(hour, cost, used).tokensPerSecond())
                .isCloseTo(rate, within(rate * 1e-9));
        assertThat(cost.usd() * share)
                .isCloseTo(
                        ServingCost.perMtok(
                                        hour,
                                        new Throughput<Tokens.Output>(rate),
                                        Utilisation.BENCHMARK)
                                .usd(),
                        within(cost.usd() * 1e-9));
        assertThat(ServingCost.throughputFor(hour, cost, used).tokensPerSecond() * 3600 * share)
                .as("tokens an hour times their cost is the hour")
                .isCloseTo(usd / cost.usd() * 1e6, within(usd / cost.usd() * 1e-3));
    }

    @Property(tries = 300)
    void a_curve_goes_through_its_points_and_never_beyond_its_neighbours(
            @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = 0, max = 1e4) Double> heights,
            @ForAll @DoubleRange(min = 0, max = 1) double where) {
        double[] xs = new double[heights.size()];
        double[] ys = new double[heights.size()];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = 1 + i * (1 + i % 3);
            ys[i] = heights.get(i);
        }
        java.util.Arrays.sort(xs);
        for (int i = 1; i < xs.length; i++) {
            xs[i] = Math.max(xs[i], xs[i - 1] + 0.5);
        }
        SteffenCurve curve = new SteffenCurve("x", xs, ys);

        for (int i = 0; i < xs.length; i++) {
            assertThat(curve.at(xs[i])).isEqualTo(ys[i]);
        }
        for (int i = 1; i < xs.length; i++) {
            double between = curve.at(xs[i - 1] + where * (xs[i] - xs[i - 1]));
            assertThat(between)
                    .isBetween(
                            Math.min(ys[i - 1], ys[i]) - 1e-6, Math.max(ys[i - 1], ys[i]) + 1e-6);
        }
    }

    @Test
    void a_straight_line_stays_straight() {
        SteffenCurve line =
                new SteffenCurve("x", new double[] {0, 1, 3, 7}, new double[] {1, 3, 7, 15});

        assertThat(line.at(0.3)).isCloseTo(1.6, within(1e-12));
        assertThat(line.at(2)).isCloseTo(5, within(1e-12));
        assertThat(line.at(6.5)).isCloseTo(14, within(1e-12));
    }

    @Test
    void what_was_not_measured_is_refused_with_what_was() {
        SpeedCurve curve =
                FACTS.curve(
                                new Measurement.Workload(
                                        "deepseek-r1-0528", Precision.FP8, 1024, 1024),
                                "B200-SXM")
                        .orElseThrow();

        assertThat(curve.at(42).tokensPerSecond()).isEqualTo(4791.6);
        assertThat(curve.at(60).tokensPerSecond()).isBetween(1020.2, 4791.6);
        assertThatThrownBy(() -> curve.at(200))
                .isInstanceOf(ImpossibleInputException.class)
                .hasMessageContaining("does not extrapolate")
                .hasMessageContaining("42.0 to 100.0");
        assertThatThrownBy(() -> curve.at(41.9)).isInstanceOf(ImpossibleInputException.class);
    }

    private static Roofline roofline(String model, int count, Efficiency efficiency) {
        return new Roofline(
                FACTS.shape(model).orElseThrow(),
                FACTS.accelerator("H200-SXM").orElseThrow(),
                count,
                Precision.FP8,
                Precision.FP8,
                efficiency);
    }

    @Property(tries = 200)
    void a_larger_batch_takes_longer_and_serves_more(
            @ForAll @IntRange(min = 1, max = 200) int batch,
            @ForAll @IntRange(min = 0, max = 8192) int context) {
        Roofline roofline = roofline("deepseek-v3", 8, new Efficiency(0.4, 0.6, 0.002));
        Roofline.Step small = roofline.step(batch, context);
        Roofline.Step large = roofline.step(batch + 1, context);

        assertThat(large.seconds()).isGreaterThanOrEqualTo(small.seconds());
        assertThat(large.replica().tokensPerSecond())
                .isGreaterThan(small.replica().tokensPerSecond() * 0.999);
        assertThat(roofline("deepseek-v3", 8, Efficiency.PEAK).step(batch, context).seconds())
                .isLessThan(small.seconds());
    }

    @Property(tries = 100)
    void the_largest_batch_at_a_speed_keeps_it_and_one_more_would_not(
            @ForAll @DoubleRange(min = 5, max = 200) double speed) {
        Roofline roofline = roofline("llama-3.3-70b-instruct", 4, new Efficiency(0.4, 0.6, 0.002));

        roofline.fastEnough(speed, 2048)
                .ifPresent(step -> {
                    long batch = (long) step.batch();
                    assertThat(step.tokensPerSecondPerUser()).isGreaterThanOrEqualTo(speed);
                    if (batch < roofline.mostSequences(2048)) {
                        assertThat(roofline.step(batch + 1, 2048).tokensPerSecondPerUser())
                                .isLessThan(speed);
                    }
                });
    }

    @Test
    void experts_that_a_batch_touches_grow_to_all_of_them() {
        ModelShape shape = FACTS.shape("deepseek-v3").orElseThrow();

        assertThat(shape.parametersRead(1)).isCloseTo(37e9, within(1e9));
        assertThat(shape.parametersRead(10_000)).isCloseTo(671e9, within(1e6));
        assertThat(shape.parametersRead(64)).isBetween(580e9, 671e9);
        assertThat(shape.cache().bytesPerToken(Precision.BF16)).isEqualTo(61 * 576 * 2);
    }

    @Test
    void weights_that_do_not_fit_say_how_many_accelerators_it_takes() {
        assertThatThrownBy(() -> roofline("deepseek-v3", 4, Efficiency.PEAK))
                .isInstanceOf(ImpossibleInputException.class)
                .hasMessageContaining("671.0 GB")
                .hasMessageContaining("6 or more");
        assertThat(roofline("deepseek-v3", 6, Efficiency.PEAK).mostSequences(4096)).isPositive();
        assertThatThrownBy(() -> roofline("deepseek-v3", 6, Efficiency.PEAK).step(100_000, 100_000))
                .isInstanceOf(ImpossibleInputException.class)
                .hasMessageContaining("memory holds");
    }

    @Test
    void a_precision_without_units_names_those_that_there_are() {
        assertThatThrownBy(() ->
                        FACTS.accelerator("H100-SXM").orElseThrow().criticalBatch(Precision.FP4))
                .hasMessageContaining("bf16, fp8");
    }

    @Property(tries = 100)
    void a_fleet_grows_with_demand_and_shrinks_with_throughput(
            @ForAll @DoubleRange(min = 1, max = 1e9) double users,
            @ForAll @DoubleRange(min = 10, max = 1e5) double rate) {
        FleetDemand demand = new FleetDemand(users, 5, 1, 2000, 2);
        Utilisation half = new Utilisation(0.5);
        double needed = demand.accelerators(new Throughput<>(rate), half);

        assertThat(
                        new FleetDemand(2 * users, 5, 1, 2000, 2)
                                .accelerators(new Throughput<>(rate), half))
                .isCloseTo(2 * needed, within(needed * 1e-9));
        assertThat(demand.accelerators(new Throughput<>(2 * rate), half))
                .isCloseTo(needed / 2, within(needed * 1e-9));
        assertThat(needed * rate * 0.5 / 2)
                .as("what they serve on average is what is asked for")
                .isCloseTo(demand.tokensPerSecond(), within(demand.tokensPerSecond() * 1e-9));
    }

    @Test
    void a_need_that_shrinks_fits_in_the_year_that_it_has_shrunk() {
        assertThat(FleetDemand.yearsUntilItFits(8, 1, 2)).isCloseTo(3, within(1e-12));
        assertThat(FleetDemand.yearsUntilItFits(1, 2, 0.5)).isZero();
        assertThat(FleetDemand.yearsUntilItFits(8, 1, 1)).isInfinite();
    }

    @Test
    void idle_hardware_has_no_cost_per_token() {
        assertThatThrownBy(() -> new Utilisation(0))
                .isInstanceOf(ImpossibleInputException.class)
                .hasMessageContaining("above 0, up to 1");
    }
}
