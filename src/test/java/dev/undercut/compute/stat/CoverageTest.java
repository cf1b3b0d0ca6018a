package dev.undercut.compute.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CoverageTest {

    @Test
    void coverage_is_the_share_of_draws_that_hold_a_right_one() {
        // Of C(5, 2) = 10 pairs, C(3, 2) = 3 hold neither of the two right ones.
        assertThat(PassAtK.of(5, 2, 2)).isCloseTo(0.7, within(1e-12));
        assertThat(PassAtK.of(100, 7, 1)).isCloseTo(0.07, within(1e-12));
        assertThat(PassAtK.of(10, 0, 10)).isZero();
        assertThat(PassAtK.of(10, 1, 10)).isOne();
        assertThat(PassAtK.of(10_000, 1, 5_000)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void more_samples_than_there_are_cannot_be_drawn() {
        assertThatThrownBy(() -> PassAtK.of(5, 2, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PassAtK.of(5, 6, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void coverage_never_falls_with_more_samples(
            @ForAll @IntRange(min = 2, max = 200) int n, @ForAll @IntRange(max = 200) int right) {
        int correct = Math.min(n, right);
        for (int k = 2; k <= n; k++) {
            assertThat(PassAtK.of(n, correct, k))
                    .isGreaterThanOrEqualTo(PassAtK.of(n, correct, k - 1) - 1e-12);
        }
    }

    @Test
    void a_power_law_is_found_again_in_its_own_points() {
        PowerLaw law = new PowerLaw(1.75, -0.36);

        PowerLaw found =
                PowerLaw.fit(
                                Map.of(
                                        1, law.coverage(1),
                                        4, law.coverage(4),
                                        64, law.coverage(64),
                                        100, 1.0))
                        .orElseThrow();

        assertThat(found.a()).isCloseTo(1.75, within(1e-9));
        assertThat(found.b()).isCloseTo(-0.36, within(1e-9));
    }

    @Test
    void it_forecasts_the_fewest_samples_for_a_coverage() {
        PowerLaw law = new PowerLaw(2, -0.5);

        // 0.95 = exp(-2 / sqrt(k)): k = (2 / 0.0512933)^2 = 1520.4
        assertThat(law.samplesFor(0.95)).hasValue(1521);
        assertThat(law.samplesFor(0.1)).hasValue(1);
        assertThat(new PowerLaw(2, 0).samplesFor(0.95)).isEmpty();
        assertThat(new PowerLaw(2, -1e-9).samplesFor(0.95)).isEmpty();
    }

    @Test
    void one_point_makes_no_law() {
        assertThat(PowerLaw.fit(Map.of(1, 0.5, 2, 1.0, 4, 0.0))).isEmpty();
    }
}
