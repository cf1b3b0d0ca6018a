package dev.undercut.economics.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.economics.data.EconomicsFiles;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.facts.Measurement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published and worked figures of serving; the numbers in names are those of the notes' table. */
class ServingGoldenTest {
    private static final EconomicsFacts FACTS = EconomicsFiles.load();

    /**
     * 70.6 billion parameters, 80 layers, 8 heads of keys and values, 128 wide: seen in configs.
     */
    private static final ModelShape LLAMA = FACTS.shape("llama-3.1-70b-instruct").orElseThrow();

    private static Accelerator chip(String name) {
        return FACTS.accelerator(name).orElseThrow();
    }

    @ParameterizedTest(name = "case {0}: {1} USD/h and {2} tok/s")
    @CsvSource({
        "1, 1.95, 4791.6, 0.11305, 0.113",
        "2, 1.30, 266.3, 1.3560, 1.365",
        "3, 1.12, 725.2, 0.42899, 0.429",
        "4, 2.21, 5789.6, 0.10603, 0.106",
        "5, 2.21, 3987.5, 0.15395, 0.154",
        "6, 1.28, 1998.6, 0.17790, 0.179",
        "7, 2.00, 85, 6.5359, 6.54",
        "8, 2.60, 140, 5.1587, 5.16",
    })
    void cases_1_to_8_dollars_per_hour_become_dollars_per_million_tokens(
            int golden, double usdPerHour, double rate, double expected, double published) {
        CostPerMtok<Tokens.Total> cost =
                ServingCost.perMtok(
                        new HourlyCost(usdPerHour), new Throughput<>(rate), Utilisation.BENCHMARK);

        assertThat(cost.usd()).isCloseTo(expected, within(expected * 5e-5));
        assertThat(cost.usd()).as("published").isCloseTo(published, within(published * 0.03));
    }

    @Test
    void every_published_cost_follows_from_its_throughput_but_for_two_interpolated_rows() {
        List<Measurement> published =
                FACTS.measurements().stream()
                        .filter(m -> m.publishedUsdPerMtok() != null)
                        .filter(m -> !isInterpolatedApart(m))
                        .toList();

        assertThat(published).hasSizeGreaterThan(25);
        assertThat(published)
                .allSatisfy(m -> {
                    HourlyCost hour =
                            FACTS.hour(m.accelerator(), CostBasis.HYPERSCALER_OWN)
                                    .orElseThrow()
                                    .cost();
                    double cost =
                            ServingCost.perMtok(hour, m.point().throughput(), Utilisation.BENCHMARK)
                                    .usd();
                    double said = Objects.requireNonNull(m.publishedUsdPerMtok());
                    // Three decimals published: half a unit of the last one beside the 3 percent.
                    assertThat(cost).as("%s", m).isCloseTo(said, within(said * 0.03 + 0.005));
                });
    }

    /** The source interpolates cost and throughput apart, and differs from itself there. */
    private static boolean isInterpolatedApart(Measurement m) {
        return List.of("GB200-NVL72", "B200-SXM").contains(m.accelerator())
                && List.of(75.0, 164.0).contains(m.point().tokensPerSecondPerUser());
    }

    @Test
    void case_9_the_day_of_deepseek_costs_what_it_said() {
        assertThat(ServingCost.perDay(226.75, 8, new HourlyCost(2.00))).isEqualTo(87_072);
    }

    @Test
    void cases_12_and_13_its_rates_per_node_agree_with_its_bill() {
        HourlyCost gpu = new HourlyCost(2.00);
        CostPerMtok<Tokens.Input> in =
                ServingCost.perMtok(gpu, Throughput.each(73_700, 8), Utilisation.BENCHMARK);
        CostPerMtok<Tokens.Output> out =
                ServingCost.perMtok(gpu, Throughput.each(14_800, 8), Utilisation.BENCHMARK);
        double day = in.of(608e9) + out.of(168e9);

        assertThat(in.usd()).isCloseTo(0.060305, within(5e-7));
        assertThat(out.usd()).isCloseTo(0.300300, within(5e-7));
        assertThat(day).isCloseTo(87_115.6, within(0.1));
        assertThat(day / 87_072).isCloseTo(1, within(0.0006));
    }

    @Test
    void case_14_its_tokens_need_about_the_nodes_that_it_ran() {
        double prefill = FleetDemand.nodes(608e9, 73_700);
        double decode = FleetDemand.nodes(168e9, 14_800);

        assertThat(prefill).isCloseTo(95.48, within(0.005));
        assertThat(decode).isCloseTo(131.38, within(0.005));
        assertThat(prefill + decode).isCloseTo(226.86, within(0.01));
    }

    /** 37 billion active stands in the README of DeepSeek-V3; the peak is that of the H100. */
    @Test
    void case_15_its_prefill_reaches_fifteen_percent_of_the_peak() {
        double active = FACTS.shape("deepseek-v3").orElseThrow().activeParameters();
        Throughput<Tokens.Input> computed = Throughput.each(73_700.0 * 266 / 608, 8);

        assertThat(active).isEqualTo(37e9);
        assertThat(Roofline.prefillMfu(active, computed, 1979e12))
                .isCloseTo(0.1507, within(0.00005));
    }

    @Test
    void case_16_its_decoding_runs_many_sequences_on_each_accelerator() {
        Throughput<Tokens.Output> each = Throughput.each(14_800, 8);

        assertThat(each.tokensPerSecond() / 21).isCloseTo(88.1, within(0.05));
    }

    @Test
    void case_17_one_user_alone_waits_for_all_weights_to_be_read() {
        Roofline.Step step =
                new Roofline(
                                LLAMA,
                                chip("H100-SXM"),
                                1,
                                Precision.FP8,
                                Precision.FP8,
                                Efficiency.PEAK)
                        .step(1, 0);

        assertThat(step.seconds()).isCloseTo(0.02107, within(0.000005));
        assertThat(step.seconds()).as("published").isCloseTo(0.0215, within(0.0215 * 0.03));
        assertThat(step.tokensPerSecondPerUser()).isCloseTo(47.45, within(0.005));
    }

    @Test
    void case_18_the_cache_of_llama_70b_takes_so_many_bytes_a_token() {
        assertThat(LLAMA.cache()).isEqualTo(new KvCache.Grouped(80, 8, 128));
        assertThat(LLAMA.cache().bytesPerToken(Precision.BF16)).isEqualTo(327_680);
        assertThat(LLAMA.cache().bytesPerToken(Precision.FP8)).isEqualTo(163_840);
    }

    private static Roofline llamaOnH200(Efficiency efficiency) {
        return new Roofline(LLAMA, chip("H200-SXM"), 1, Precision.FP8, Precision.FP8, efficiency);
    }

    @Test
    void case_19_a_batch_of_64_is_bound_by_bandwidth() {
        Roofline.Step step = llamaOnH200(Efficiency.PEAK).step(64, 4096);

        assertThat(step.seconds() * 1000).isCloseTo(23.656, within(0.0005));
        assertThat(step.computeSeconds() * 1000).isCloseTo(4.566, within(0.0005));
        assertThat(step.bound()).isEqualTo(Roofline.Bound.BANDWIDTH);
        assertThat(step.replica().tokensPerSecond()).isCloseTo(2705.4, within(0.05));
    }

    @Test
    void case_20_and_costs_so_much_at_peak_and_in_practice() {
        HourlyCost hour = new HourlyCost(2.60);
        Roofline.Step peak = llamaOnH200(Efficiency.PEAK).step(64, 4096);
        Roofline.Step real = llamaOnH200(new Efficiency(1, 0.6, 0)).step(64, 4096);

        assertThat(ServingCost.perMtok(hour, peak.replica(), Utilisation.BENCHMARK).usd())
                .isCloseTo(0.26695, within(5e-6));
        assertThat(ServingCost.perMtok(hour, real.replica(), new Utilisation(0.5)).usd())
                .isCloseTo(0.88984, within(5e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "H100-SXM, 295.37",
        "H200-SXM, 206.15",
        "B200-SXM, 281.25",
        "MI300X, 246.70",
        "MI355X, 314.56",
    })
    void case_21_the_batch_at_which_decoding_turns_compute_bound(String name, double batch) {
        assertThat(chip(name).criticalBatch(Precision.FP8)).isCloseTo(batch, within(0.005));
    }

    @Test
    void case_22_prompts_are_bound_by_computing() {
        Roofline roofline =
                new Roofline(
                        new ModelShape("70b", 70.6e9, 70.6e9, null, LLAMA.cache(), 0),
                        chip("H100-SXM"),
                        1,
                        Precision.FP8,
                        Precision.FP8,
                        new Efficiency(0.5, 1, 0));
        Throughput<Tokens.Input> prefill = roofline.prefill(1);

        assertThat(prefill.tokensPerSecond()).isCloseTo(7007.8, within(0.05));
        assertThat(ServingCost.perMtok(new HourlyCost(2.00), prefill, Utilisation.BENCHMARK).usd())
                .isCloseTo(0.079277, within(5e-7));
    }

    @ParameterizedTest
    @CsvSource({"50000, 2.2831, 2.3", "70000, 3.1963, 3.2"})
    void case_23_a_purchase_becomes_an_hour(double capex, double usd, double published) {
        HourlyCost hour = HourlyCost.ofCapex(capex, 3, 0.2, 1);

        assertThat(hour.usd()).isCloseTo(usd, within(0.00005));
        assertThat(hour.usd()).isCloseTo(published, within(0.05));
    }

    @ParameterizedTest
    @CsvSource({"FP8, 1, 0.59259, 0.6", "FP4, 0.5, 0.29630, 0.3"})
    void case_24_a_trillion_active_parameters_cost_so_much_to_read(
            Precision precision, double bytes, double expected, double published) {
        ModelShape huge = new ModelShape("1T", 1e12, 1e12, null, LLAMA.cache(), 0);
        Roofline roofline =
                new Roofline(
                        huge,
                        chip("GB200-NVL72"),
                        8,
                        precision,
                        Precision.FP8,
                        new Efficiency(0.6, 1, 0));
        Throughput<Tokens.Input> each = Throughput.each(roofline.prefill(1).tokensPerSecond(), 8);
        double cost = ServingCost.perMtok(new HourlyCost(3.2), each, Utilisation.BENCHMARK).usd();

        assertThat(precision.bytes()).isEqualTo(bytes);
        assertThat(cost).isCloseTo(expected, within(0.000005));
        assertThat(cost).isCloseTo(published, within(0.05));
    }

    @Test
    void case_26_speed_costs_more_than_in_proportion() {
        SpeedPremium premium = SpeedPremium.between(50, 0.56, 125, 4.00);

        assertThat(premium.costFactor()).isCloseTo(7.143, within(0.0005));
        assertThat(premium.speedFactor()).isEqualTo(2.5);
        assertThat(premium.elasticity()).isCloseTo(2.1457, within(0.00005));
    }
}
