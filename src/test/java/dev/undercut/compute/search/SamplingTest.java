package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.checked;
import static dev.undercut.compute.search.Play.says;
import static dev.undercut.compute.search.Play.scored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice.Reason;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A and D: sampling with a checker, and choosing by score. */
class SamplingTest {

    private static Play best(int n, int wave) {
        return new Play(Searches.begin(new Strategy.BestOf(n, wave), 1));
    }

    private static Play score(int n, boolean weighted) {
        return new Play(Searches.begin(new Strategy.Score(n, weighted), 1));
    }

    @Test
    void it_draws_a_wave_at_a_time_until_a_checker_passes_one() {
        Play play = best(8, 4);

        assertThat(play.ask()).hasSize(4).allMatch(trial -> trial.ask() instanceof Ask.Solve);
        play.tell(2, checked("a", false));
        assertThat(play.ask()).extracting(Trial::id).containsExactly(4);
        play.tell(4, checked("b", true));

        assertThat(play.winner()).isEqualTo(4);
        assertThat(play.decided().reason()).isEqualTo(Reason.PASSED);
        assertThat(play.search().needless()).containsExactly(0, 1, 3);
        assertThat(play.ask()).isEmpty();
    }

    @Test
    void when_none_passes_the_best_score_wins_and_of_equal_ones_the_majority() {
        assertThat(
                        best(4, 4)
                                .through(
                                        List.of(
                                                scored("a", 0.2),
                                                scored("b", 0.9),
                                                scored("c", 0.9),
                                                scored("c", 0.1)))
                                .winner())
                .isEqualTo(2);
        assertThat(best(3, 1).through(List.of(says("a"), says("b"), says("b"))).winner())
                .isEqualTo(1);
    }

    @Test
    void failed_trials_count_toward_n_and_a_run_of_them_has_no_answer() {
        Play play = best(3, 2).through(trial -> ERROR);

        assertThat(play.asked()).hasSize(3);
        assertThat(play.search().decided()).isEmpty();
        assertThat(play.search().best()).isEmpty();
    }

    @Test
    void several_models_answer_in_turn_when_told_so() {
        Play play = new Play(Searches.begin(new Strategy.BestOf(5, 5), 3, 1));

        assertThat(play.ask()).extracting(Trial::model).containsExactly(0, 1, 2, 0, 1);
    }

    @Test
    void the_best_score_wins_and_of_equal_ones_the_earliest() {
        Play play = score(3, false).through(List.of(says("a"), scored("b", 0.5), scored("c", 0.5)));

        assertThat(play.winner()).isEqualTo(1);
        assertThat(play.decided().ranked()).containsExactly(1, 2, 0);
        assertThat(play.decided().score()).isEqualTo(0.5);
    }

    @Test
    void a_full_score_ends_it_once_no_earlier_one_can_have_it_too() {
        Play play = score(10, false);
        play.ask(4);

        play.tell(2, scored("a", 1));
        assertThat(play.over()).isFalse();
        assertThat(play.ask()).isEmpty();
        assertThat(play.search().needless()).containsExactly(3);
        play.tell(0, scored("b", 0.3)).tell(1, scored("c", 1));

        assertThat(play.winner()).isEqualTo(1);
        assertThat(play.decided().reason()).isEqualTo(Reason.CERTAIN);
    }

    @Test
    void weights_are_summed_by_answer_and_its_best_text_is_chosen() {
        Play play =
                score(4, true)
                        .through(
                                List.of(
                                        scored("a", 0.9),
                                        scored("b", 0.4),
                                        scored("b", 0.6),
                                        says("a")));

        assertThat(play.winner()).isEqualTo(2);
        assertThat(play.decided().ranked()).containsExactly(2, 0);
    }

    @Test
    void without_any_score_the_majority_wins() {
        assertThat(score(3, true).through(List.of(says("a"), says("b"), says("b"))).winner())
                .isEqualTo(1);
    }
}
