package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.checked;
import static dev.undercut.compute.search.Play.says;
import static dev.undercut.compute.search.Play.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice.Reason;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

/** H: tree of thoughts. */
class ThinkingTest {

    private static Play tree() {
        return new Play(Searches.begin(new Strategy.Tree(2, 2, 3, 3), 1));
    }

    /** Three steps each; one is as good as its last letter says. */
    private static Outcome world(Trial trial) {
        return switch (trial.ask()) {
            case Ask.Propose(String partial, int count) ->
                    text(partial.isEmpty() ? "one c\n\n two b \nthree a\nfour x" : "x c\nx b\nx a");
            case Ask.Value(String partial) -> says(value(partial, trial.id()));
            default -> says("written");
        };
    }

    private static String value(String partial, int id) {
        return switch (partial.charAt(partial.length() - 1)) {
            case 'a' -> "sure";
            case 'b' -> "Likely";
            default -> id % 2 == 0 ? "impossible" : "unreadable";
        };
    }

    @Test
    void a_value_is_the_mean_of_what_its_votes_are_worth() {
        assertThat(Beam.value(1, 1, 1)).isCloseTo(21.001 / 3, within(1e-12));
        assertThat(Beam.value(3, 0, 0)).isEqualTo(20);
        assertThat(Beam.value(0, 0, 0)).isZero();
    }

    @Test
    void the_best_are_kept_by_a_stable_descending_sort() {
        assertThat(Beam.keep(List.of(1.0, 60.0, 1.0, 3.0, 60.0, 1.0), 4))
                .containsExactly(1, 4, 3, 0);
        assertThat(Beam.keep(List.of(1.0), 5)).containsExactly(0);
        assertThat(Beam.keep(List.of(), 5)).isEmpty();
    }

    @Test
    void each_level_proposes_values_and_keeps_the_best_and_the_end_is_written_out() {
        Play play = tree().inWaves(ThinkingTest::world);

        List<String> proposed =
                play.asked().stream()
                        .map(Trial::ask)
                        .filter(Ask.Propose.class::isInstance)
                        .map(ask -> ((Ask.Propose) ask).partial())
                        .toList();
        assertThat(proposed).containsExactly("", "three a", "two b");
        // 3 steps at first and 2 times 3 then, 3 votes each.
        assertThat(play.asked()).filteredOn(t -> t.ask() instanceof Ask.Value).hasSize(27);
        assertThat(play.last().ask())
                .isInstanceOfSatisfying(
                        Ask.Refine.class,
                        ask -> assertThat(ask.answer()).isEqualTo("three a\nx a"));
        assertThat(play.decided().ranked()).containsExactly(play.last().id());
        assertThat(play.asked()).hasSizeLessThanOrEqualTo(play.search().progress().atMost());
    }

    @Test
    void what_the_order_of_tells_is_does_not_change_what_is_kept() {
        Play forward = tree().inWaves(ThinkingTest::world);
        Play backward = tree();
        for (List<Trial> now = backward.ask(); !now.isEmpty(); now = backward.ask()) {
            now.reversed().forEach(t -> backward.tell(t.id(), world(t)));
        }
        assertThat(backward.last().ask()).isEqualTo(forward.last().ask());
    }

    @Test
    void the_next_best_is_written_out_when_a_checker_refuses_the_best() {
        Play play =
                tree().inWaves(t ->
                        t.ask() instanceof Ask.Refine(String partial, String why)
                                ? checked("x", partial.startsWith("two"))
                                : world(t));

        assertThat(play.decided().reason()).isEqualTo(Reason.PASSED);
        assertThat(play.winner()).isEqualTo(play.last().id());
        List<Trial> written =
                play.asked().stream().filter(t -> t.ask() instanceof Ask.Refine).toList();
        assertThat(written).hasSize(2);
    }

    @Test
    void a_level_that_comes_to_nothing_ends_at_the_one_before() {
        Play play =
                tree().inWaves(t ->
                        t.ask() instanceof Ask.Propose(String partial, int count)
                                        && !partial.isEmpty()
                                ? ERROR
                                : world(t));
        assertThat(play.last().ask())
                .isInstanceOfSatisfying(
                        Ask.Refine.class, ask -> assertThat(ask.answer()).isEqualTo("three a"));

        Play none = tree().inWaves(t -> t.ask() instanceof Ask.Propose ? ERROR : world(t));
        assertThat(none.last().ask()).isEqualTo(new Ask.Solve());
        assertThat(none.winner()).isEqualTo(1);
        assertThat(tree().inWaves(t -> ERROR).over()).isFalse();
    }

    @Test
    void equal_steps_are_one_thought_and_all_is_asked_of_the_first_model() {
        Play play =
                tree().inWaves(t ->
                        t.ask() instanceof Ask.Propose
                                ? text("same a\n same a\nother b")
                                : world(t));

        // Two thoughts at first, two of each then, 3 votes each.
        assertThat(play.asked()).filteredOn(t -> t.ask() instanceof Ask.Value).hasSize(18);
        assertThat(play.asked()).allMatch(t -> t.model() == 0);
    }

    @Test
    void a_thought_that_proposes_nothing_is_no_candidate_of_the_next_level() {
        Play play =
                tree().inWaves(t ->
                        t.ask() instanceof Ask.Propose(String partial, int count)
                                        && partial.equals("three a")
                                ? ERROR
                                : world(t));

        assertThat(play.last().ask())
                .isInstanceOfSatisfying(
                        Ask.Refine.class, ask -> assertThat(ask.answer()).isEqualTo("two b\nx a"));
    }
}
