package dev.undercut.economics.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.economics.ImpossibleInputException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What solved tasks cost. */
class TaskGoldenTest {
    private static final SolveRate RATE = new SolveRate.Fixed(0.15);

    @Test
    void case_38_twenty_tries_at_once_and_one_after_another() {
        TaskOutcome parallel = TestTimeCost.bestOf(RATE, 20, 0.02);
        TaskOutcome early = TestTimeCost.untilSolved(RATE, 20, 0.02);

        assertThat(parallel.solved()).isCloseTo(0.961240, within(5e-7));
        assertThat(parallel.costPerSolved()).isCloseTo(0.416129, within(5e-7));
        assertThat(early.calls()).isCloseTo(6.4083, within(0.00005));
        assertThat(early.costPerSolved()).isCloseTo(0.133333, within(5e-7));
    }

    @Test
    void case_39_the_majority_of_five() {
        assertThat(new SolveRate.Fixed(0.6).majorityOf(5)).isCloseTo(0.68256, within(5e-9));
    }

    @Test
    void case_40_pass_at_five() {
        assertThat(TestTimeCost.passAtK(10, 3, 5)).isCloseTo(0.916667, within(5e-7));
        assertThat(TestTimeCost.passAtK(10, 3, 10)).isEqualTo(1);
        assertThat(TestTimeCost.passAtK(10, 0, 5)).isZero();
    }

    @Test
    void an_even_vote_can_tie_and_is_refused_with_the_odd_numbers_beside_it() {
        assertThatThrownBy(() -> TestTimeCost.majority(RATE, 8, 0.02))
                .isInstanceOf(ImpossibleInputException.class)
                .hasMessageContaining("7 or 9");
    }

    @Test
    void a_cascade_pays_as_long_as_what_the_small_model_takes_is_less_than_what_it_spares() {
        TestTimeCost.Judge judge = new TestTimeCost.Judge(0.9, 0.1, 0.002);
        double accepts = judge.accepts(0.6);
        TaskOutcome cascade = TestTimeCost.cascade(0.6, 0.01, judge, 0.8, 0.2);

        assertThat(accepts).isCloseTo(0.58, within(1e-12));
        assertThat(judge.precision(0.6)).isCloseTo(0.54 / 0.58, within(1e-12));
        assertThat(cascade.costUsd()).isCloseTo(0.012 + 0.42 * 0.2, within(1e-12));
        assertThat(TestTimeCost.cascadePays(0.01, 0.002, accepts, 0.2))
                .isEqualTo(cascade.costUsd() < 0.2)
                .isTrue();
        assertThat(TestTimeCost.cascadePays(0.1, 0.02, accepts, 0.2)).isFalse();
    }

    @Property(tries = 200)
    void a_solved_task_costs_the_same_with_early_stopping_whatever_the_limit(
            @ForAll @DoubleRange(min = 0.01, max = 1) double p,
            @ForAll @IntRange(min = 1, max = 500) int most) {
        TaskOutcome early = TestTimeCost.untilSolved(new SolveRate.Fixed(p), most, 0.02);

        assertThat(early.costPerSolved()).isCloseTo(0.02 / p, within(0.02 / p * 1e-9));
    }

    @Property(tries = 200)
    void more_tries_solve_more_and_a_vote_moves_away_from_a_half(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double p,
            @ForAll @IntRange(min = 0, max = 40) int half) {
        SolveRate rate = new SolveRate.Fixed(p);
        int tries = 2 * half + 1;

        assertThat(rate.anyOf(tries + 1)).isGreaterThanOrEqualTo(rate.anyOf(tries));
        double before = rate.majorityOf(tries);
        double after = rate.majorityOf(tries + 2);
        if (p > 0.5) {
            assertThat(after).isGreaterThanOrEqualTo(before - 1e-12);
        } else {
            assertThat(after).isLessThanOrEqualTo(before + 1e-12);
        }
    }

    @Property(tries = 100)
    void the_chances_of_all_outcomes_add_up_to_one(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double mean,
            @ForAll @DoubleRange(min = 0.1, max = 50) double concentration,
            @ForAll @IntRange(min = 1, max = 60) int tries) {
        SolveRate spread = SolveRate.Spread.of(mean, concentration);
        double sum = 0;
        double right = 0;
        for (int k = 0; k <= tries; k++) {
            sum += spread.exactly(k, tries);
            right += k * spread.exactly(k, tries);
        }

        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(right / tries).isCloseTo(mean, within(1e-9));
        assertThat(1 - spread.exactly(0, tries)).isCloseTo(spread.anyOf(tries), within(1e-9));
    }

    @Property(tries = 100)
    void a_majority_is_the_sum_of_the_chances_of_more_than_half(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double p,
            @ForAll @IntRange(min = 0, max = 100) int half) {
        int tries = 2 * half + 1;
        for (SolveRate rate : List.of(new SolveRate.Fixed(p), SolveRate.Spread.of(p, 2))) {
            double sum = 0;
            for (int right = half + 1; right <= tries; right++) {
                sum += rate.exactly(right, tries);
            }
            assertThat(rate.majorityOf(tries)).isCloseTo(sum, within(1e-9));
        }
    }

    @Test
    void many_votes_of_a_good_model_are_right() {
        assertThat(new SolveRate.Fixed(0.99).majorityOf(9_999)).isCloseTo(1, within(1e-9));
        assertThat(new SolveRate.Fixed(1).majorityOf(9_999)).isEqualTo(1);
        assertThat(new SolveRate.Fixed(0.01).majorityOf(9_999)).isCloseTo(0, within(1e-9));
    }

    @Property(tries = 100)
    void tasks_that_differ_are_solved_less_often_than_independent_tries_would(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double mean,
            @ForAll @DoubleRange(min = 0.1, max = 50) double concentration,
            @ForAll @IntRange(min = 2, max = 1000) int tries) {
        SolveRate spread = SolveRate.Spread.of(mean, concentration);

        assertThat(spread.anyOf(tries)).isLessThan(new SolveRate.Fixed(mean).anyOf(tries) + 1e-12);
        assertThat(spread.anyOf(1)).isCloseTo(mean, within(1e-12));
    }

    @Property(tries = 100)
    void a_perfect_judge_is_a_verifier(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double p,
            @ForAll @IntRange(min = 1, max = 100) int most) {
        TaskOutcome judged = TestTimeCost.judged(p, new TestTimeCost.Judge(1, 0, 0), most, 0.02);
        TaskOutcome verified = TestTimeCost.untilSolved(new SolveRate.Fixed(p), most, 0.02);

        assertThat(judged.solved()).isCloseTo(verified.solved(), within(1e-9));
        assertThat(judged.costUsd()).isCloseTo(verified.costUsd(), within(1e-9));
    }
}
