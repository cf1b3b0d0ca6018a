package dev.undercut.compute.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BeliefTest {
    private static final int DRAWS = 200_000;

    @Test
    void a_normal_belief_is_updated_as_worked_out_by_hand() {
        NormalBelief belief = new NormalBelief();
        assertThat(belief.mean()).isZero();
        assertThat(belief.tauSquared()).isEqualTo(0.1);

        for (double score : new double[] {0.2, 0.6, 0.7}) {
            belief.observe(score);
        }

        // Mean 0.5, squares 0.09 + 0.01 + 0.04 = 0.14, shift 3 * 0.25 / 4 = 0.1875.
        assertThat(belief.kappa()).isEqualTo(4);
        assertThat(belief.nu()).isEqualTo(4);
        assertThat(belief.mean()).isCloseTo(0.375, within(1e-12));
        assertThat(belief.tauSquared()).isCloseTo((0.1 + 0.14 + 0.1875) / 4, within(1e-12));
    }

    @Test
    void a_beta_belief_adds_successes_and_failures_to_a_half_each() {
        BetaBelief belief = new BetaBelief();
        belief.observe(0.2);
        belief.observe(1);

        assertThat(belief.a()).isCloseTo(1.7, within(1e-12));
        assertThat(belief.b()).isCloseTo(1.3, within(1e-12));
    }

    @Test
    void draws_of_a_normal_belief_have_the_moments_of_its_posterior() {
        NormalBelief belief = new NormalBelief();
        for (int i = 0; i < 9; i++) {
            belief.observe(i / 10.0);
        }
        double[] draws = draws(belief::draw);

        // Student's t with nu degrees: variance tau2 / kappa * nu / (nu - 2).
        double variance = belief.tauSquared() / belief.kappa() * belief.nu() / (belief.nu() - 2);
        assertThat(mean(draws)).isCloseTo(belief.mean(), within(0.002));
        assertThat(variance(draws)).isCloseTo(variance, within(0.02 * variance));
    }

    @Test
    void draws_of_a_beta_belief_have_the_moments_of_its_posterior() {
        BetaBelief belief = new BetaBelief();
        assertMoments(belief);
        belief.observe(0.9);
        belief.observe(0.8);
        assertMoments(belief);
    }

    private static void assertMoments(BetaBelief belief) {
        double[] draws = draws(belief::draw);
        double sum = belief.a() + belief.b();
        double variance = belief.a() * belief.b() / (sum * sum * (sum + 1));
        assertThat(mean(draws)).isCloseTo(belief.a() / sum, within(0.003));
        assertThat(variance(draws)).isCloseTo(variance, within(0.02 * variance));
    }

    @Test
    void normal_and_gamma_draws_have_their_moments_also_at_small_shapes() {
        double[] normal = draws(Draws::normal);
        assertThat(mean(normal)).isCloseTo(0, within(0.01));
        assertThat(variance(normal)).isCloseTo(1, within(0.02));
        for (double shape : new double[] {0.3, 0.5, 1, 2.5, 40}) {
            double[] gamma = draws(chance -> Draws.gamma(shape, chance));
            assertThat(mean(gamma)).isCloseTo(shape, within(0.02 * shape + 0.005));
            assertThat(variance(gamma)).isCloseTo(shape, within(0.05 * shape));
        }
    }

    private static double[] draws(ToDoubleFunction<RandomGenerator> draw) {
        RandomGenerator chance = new SplittableRandom(42);
        double[] drawn = new double[DRAWS];
        Arrays.setAll(drawn, i -> draw.applyAsDouble(chance));
        return drawn;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }
}
