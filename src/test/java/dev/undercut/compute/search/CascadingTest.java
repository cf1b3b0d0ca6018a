package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.checked;
import static dev.undercut.compute.search.Play.says;
import static dev.undercut.compute.search.Play.scored;
import static dev.undercut.compute.search.Play.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.compute.Choice.Reason;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

/** G: cascade. */
class CascadingTest {

    private static Play cascade(int models, int first) {
        return new Play(Searches.begin(new Strategy.Cascade(models, first, 0.8), 1));
    }

    @Test
    void two_cheap_models_that_agree_are_enough() {
        Play play = cascade(4, 2);

        assertThat(play.ask()).extracting(Trial::model).containsExactly(0, 1);
        play.tell(1, says("a"));
        assertThat(play.ask()).isEmpty();
        play.tell(0, says("a"));
        assertThat(play.winner()).isZero();
        assertThat(play.decided().reason()).isEqualTo(Reason.AGREED);
    }

    @Test
    void when_they_differ_one_further_model_at_a_time_is_asked() {
        Play play = cascade(4, 2);
        play.ask();
        play.tell(0, says("a")).tell(1, says("b"));

        assertThat(play.ask()).extracting(Trial::model).containsExactly(2);
        play.tell(2, says("c"));
        assertThat(play.ask()).extracting(Trial::model).containsExactly(3);
        play.tell(3, says("d"));
        assertThat(play.decided().ranked()).containsExactly(3, 2, 1, 0);
        assertThat(play.decided().reason()).isEqualTo(Reason.EXHAUSTED);
    }

    @Test
    void a_dearer_model_that_says_what_a_cheap_one_said_is_accepted() {
        Play play = cascade(4, 2).through(List.of(says("a"), says("b"), says("a")));

        assertThat(play.winner()).isEqualTo(2);
        assertThat(play.decided().reason()).isEqualTo(Reason.AGREED);
    }

    @Test
    void a_passed_check_or_enough_of_a_score_is_accepted_at_once() {
        Play play = cascade(3, 2);
        play.ask();
        play.tell(1, checked("b", true));
        assertThat(play.winner()).isEqualTo(1);
        assertThat(play.search().needless()).containsExactly(0);

        Play score = cascade(3, 1).through(List.of(scored("a", 0.79), scored("b", 0.8)));
        assertThat(score.winner()).isEqualTo(1);
        assertThat(score.decided().reason()).isEqualTo(Reason.PASSED);
    }

    @Test
    void what_a_checker_refused_does_not_count_as_agreement() {
        Play play =
                cascade(3, 2).through(List.of(checked("a", false), checked("a", false), says("x")));

        assertThat(play.asked()).hasSize(3);
        assertThat(
                        cascade(3, 2)
                                .through(List.of(says("a"), checked("a", false), says("x")))
                                .winner())
                .isEqualTo(2);
    }

    @Test
    void no_answers_do_not_agree_and_a_failed_model_is_passed_over() {
        assertThat(cascade(3, 2).through(List.of(text("?"), text("?"), says("a"))).winner())
                .isEqualTo(2);
        assertThat(cascade(3, 2).through(List.of(says("a"), ERROR, ERROR)).winner()).isZero();
        assertThat(cascade(2, 2).through(trial -> ERROR).over()).isFalse();
    }

    @Test
    void at_the_end_of_the_line_the_best_score_wins() {
        Play play =
                cascade(3, 2)
                        .through(List.of(scored("a", 0.5), scored("b", 0.7), scored("c", 0.6)));

        assertThat(play.decided().ranked()).containsExactly(1, 2, 0);
    }

    @Test
    void of_equal_scores_the_dearer_model_wins_and_of_agreeing_ones_it_answers() {
        Play play =
                cascade(3, 2)
                        .through(List.of(scored("a", 0.6), scored("b", 0.2), scored("c", 0.6)));
        assertThat(play.decided().ranked()).containsExactly(2, 0, 1);

        // One that refused is below those nobody vouched for.
        Play refused =
                cascade(3, 2).through(List.of(scored("a", 0.1), says("b"), checked("c", false)));
        assertThat(refused.decided().ranked()).containsExactly(0, 1, 2);
    }

    @Test
    void one_that_fails_among_the_first_does_not_keep_the_others_from_agreeing() {
        assertThat(cascade(5, 3).through(List.of(says("a"), ERROR, says("a"))).winner()).isZero();
        assertThat(cascade(5, 3).through(List.of(says("a"), ERROR, ERROR, says("a"))).winner())
                .isEqualTo(3);
    }
}
