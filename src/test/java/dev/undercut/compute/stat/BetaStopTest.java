package dev.undercut.compute.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class BetaStopTest {

    @Test
    void at_95_percent_four_equal_answers_are_enough_and_at_80_two() {
        assertThat(new BetaStop(0.95).needed(0)).isEqualTo(4);
        assertThat(new BetaStop(0.80).needed(0)).isEqualTo(2);
        assertThat(new BetaStop(0.95).met(3, 0)).isFalse();
    }

    @Test
    void the_probability_is_the_one_worked_out_by_hand() {
        // 1 - 2^-(v + 1) without a vote against; 1 - (1 + 8) / 2^8 with one.
        assertThat(BetaStop.probability(4, 0)).isEqualTo(1 - 1 / 32.0);
        assertThat(BetaStop.probability(6, 1)).isEqualTo(1 - 9 / 256.0);
        assertThat(BetaStop.probability(3, 3)).isEqualTo(0.5);
        assertThat(BetaStop.probability(0, 0)).isEqualTo(0.5);
    }

    @Test
    void a_probability_that_equals_the_confidence_stops() {
        assertThat(new BetaStop(1 - 1 / 32.0).needed(0)).isEqualTo(4);
        assertThat(new BetaStop(Math.nextUp(1 - 1 / 32.0)).needed(0)).isEqualTo(5);
    }

    @Test
    void it_holds_for_thousands_of_votes() {
        int second = 5000;
        int needed = new BetaStop(0.95).needed(second);

        // Far out the posterior is normal: (v1 - v2) / sqrt(v1 + v2) is 1.6449 at 95 %.
        assertThat((needed - second) / Math.sqrt(needed + second)).isCloseTo(1.6449, within(0.02));
        assertThat(BetaStop.probability(needed, second)).isGreaterThanOrEqualTo(0.95);
        assertThat(BetaStop.probability(needed - 1, second)).isLessThan(0.95);
    }

    @Property(tries = 200)
    void the_fewest_votes_needed_are_the_first_at_which_the_probability_reaches_it(
            @ForAll @Scale(4) @DoubleRange(min = 0.51, max = 0.9999) double confidence,
            @ForAll @IntRange(max = 60) int second) {
        int leading = second;
        while (BetaStop.probability(leading, second) < confidence) {
            leading++;
        }
        assertThat(new BetaStop(confidence).needed(second)).isEqualTo(leading);
    }

    @Test
    void a_confidence_that_is_none_is_refused() {
        for (double wrong : new double[] {0.5, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> new BetaStop(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
