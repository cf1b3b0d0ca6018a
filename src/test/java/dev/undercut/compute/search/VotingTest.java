package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.says;
import static dev.undercut.compute.search.Play.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.compute.Choice.Reason;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Strategy.StopRule;
import dev.undercut.compute.stat.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** B and C: self-consistency and its stop rules. */
class VotingTest {
    private static final StopRule AT_CAP = new StopRule.AtCap();

    private static Play vote(int n, StopRule stop) {
        return new Play(Searches.begin(new Strategy.Vote(n, stop), 1));
    }

    private static List<Outcome> votes(@Nullable String... answers) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String answer : answers) {
            outcomes.add(says(answer));
        }
        return outcomes;
    }

    @Test
    void most_votes_win_and_a_certain_winner_ends_it() {
        Play play = vote(5, AT_CAP).through(votes("a", "b", "b", "b", "x"));

        assertThat(play.winner()).isEqualTo(1);
        assertThat(play.asked()).hasSize(4);
        assertThat(play.decided().reason()).isEqualTo(Reason.CERTAIN);
        assertThat(play.decided().agreement()).isEqualTo(0.75);
        assertThat(play.decided().ranked()).containsExactly(1, 0);
    }

    @Test
    void a_leader_that_came_first_is_certain_at_a_tie_and_no_other_is() {
        assertThat(vote(4, AT_CAP).through(votes("a", "a", "x", "x")).asked()).hasSize(2);
        Play late = vote(4, AT_CAP).through(votes("b", "a", "a", "b"));
        assertThat(late.asked()).hasSize(4);
        assertThat(late.winner()).isZero();
    }

    @Test
    void never_more_are_under_way_than_the_fewest_that_could_end_it() {
        assertThat(vote(5, AT_CAP).ask()).hasSize(3);
        assertThat(vote(40, new StopRule.Beta(0.95)).ask()).hasSize(4);
        assertThat(vote(40, new StopRule.Beta(0.80)).ask()).hasSize(2);
        assertThat(vote(40, new StopRule.Window(5)).ask()).hasSize(5);
    }

    @Test
    void at_95_percent_four_equal_answers_end_it() {
        Play play = vote(40, new StopRule.Beta(0.95)).through(trial -> says("a"));

        assertThat(play.asked()).hasSize(4);
        assertThat(play.decided().reason()).isEqualTo(Reason.AGREED);
    }

    @Test
    void one_against_takes_six_for_at_95_percent() {
        // Beta(7, 2): 1 - 9 / 256 = 0.965; Beta(6, 2): 1 - 8 / 128 = 0.938.
        Play play =
                vote(40, new StopRule.Beta(0.95))
                        .through(trial -> says(trial.id() == 2 ? "b" : "a"));

        assertThat(play.asked()).hasSize(7);
    }

    @Test
    void one_unanimous_window_ends_it_even_against_the_leader() {
        Play play =
                vote(40, new StopRule.Window(3))
                        .through(votes("a", "a", "b", "a", "a", "c", "a", "a", "b", "c", "c", "c"));

        assertThat(play.asked()).hasSize(12);
        assertThat(play.decided().reason()).isEqualTo(Reason.AGREED);
        assertThat(play.decided().ranked()).containsExactly(9, 0, 2);
    }

    @Test
    void a_window_with_a_failed_sample_does_not_agree() {
        Play play =
                vote(9, new StopRule.Window(3))
                        .through(trial -> trial.id() == 0 ? ERROR : says("a"));

        // Four of eight, and first, before the second window is full.
        assertThat(play.asked()).hasSize(5);
        assertThat(play.decided().reason()).isEqualTo(Reason.CERTAIN);
    }

    @Test
    void samples_without_an_answer_abstain_and_are_answers_only_when_all_do() {
        Play play = vote(3, AT_CAP).through(List.of(text("no idea"), ERROR, says("a")));
        assertThat(play.winner()).isEqualTo(2);
        assertThat(play.decided().ranked()).containsExactly(2, 0);

        Play none = vote(2, AT_CAP).through(List.of(ERROR, text("no idea")));
        assertThat(none.winner()).isEqualTo(1);
        assertThat(none.decided().agreement()).isNull();
    }

    @Test
    void one_sample_is_a_vote_too() {
        Play play = vote(1, new StopRule.Beta(0.95)).through(votes("a"));

        assertThat(play.winner()).isZero();
        assertThat(play.decided().reason()).isEqualTo(Reason.EXHAUSTED);
    }

    @Property(tries = 500)
    void a_certain_winner_is_the_winner_of_the_full_vote(
            @ForAll @Size(min = 1, max = 15) List<@IntRange(max = 4) Integer> answers,
            @ForAll long seed) {
        List<Outcome> outcomes = new ArrayList<>();
        List<@Nullable String> full = new ArrayList<>();
        for (int answer : answers) {
            // 4 fails and 3 abstains.
            outcomes.add(answer == 4 ? ERROR : answer == 3 ? text("?") : says("" + answer));
            full.add(answer < 3 ? "" + answer : null);
        }
        Random chance = new Random(seed);
        Play play = vote(answers.size(), AT_CAP);
        List<Integer> open = new ArrayList<>();
        while (!play.over()) {
            play.ask(1 + chance.nextInt(4)).forEach(trial -> open.add(trial.id()));
            if (open.isEmpty()) {
                break;
            }
            int told = open.remove(/* index */ chance.nextInt(open.size()));
            play.tell(told, outcomes.get(told));
        }

        String winner = Tally.of(full).leader().orElse(null);
        if (winner != null) {
            assertThat(play.winner()).satisfies(t -> assertThat(full.get(t)).isEqualTo(winner));
        } else if (answers.contains(3)) {
            assertThat(play.winner()).isEqualTo(answers.indexOf(3));
        } else {
            assertThat(play.over()).isFalse();
        }
    }

    @Property(tries = 300)
    void none_that_is_under_way_was_asked_in_vain(
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(max = 2) int rule,
            @ForAll long seed) {
        StopRule stop = List.of(AT_CAP, new StopRule.Beta(0.9), new StopRule.Window(4)).get(rule);
        Random chance = new Random(seed);
        Search search = Searches.begin(new Strategy.Vote(n, stop), 1);
        List<Integer> open = new ArrayList<>();
        int rounds = chance.nextInt(n);
        for (int i = 0; i < rounds && search.decided().isEmpty(); i++) {
            search.ask(100).forEach(trial -> open.add(trial.id()));
            search.tell(open.removeFirst(), says("" + chance.nextInt(3)));
        }
        if (search.decided().isEmpty()) {
            search.ask(100).forEach(trial -> open.add(trial.id()));
            String leader = search.progress().leading();
            // Even if all agree with the leader, it takes every one of them.
            for (int i = 0; i + 1 < open.size() && rule < 2; i++) {
                search.tell(open.get(i), says(leader == null ? "0" : leader));
                assertThat(search.decided()).isEmpty();
            }
        }
    }
}
