package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.UNREADABLE;
import static dev.undercut.compute.search.Play.says;
import static dev.undercut.compute.search.Play.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice.Reason;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** E: tournaments. */
class JudgingTest {

    private static Play knockOut(int n, int comparisons) {
        return new Play(Searches.begin(new Strategy.Tournament(n, 1, comparisons, false), 7));
    }

    private static Play league(int n) {
        return new Play(Searches.begin(new Strategy.Tournament(n, 1, 1, true), 7));
    }

    /** Candidates answer with their numbers; the judge prefers the larger number. */
    private static Outcome larger(Trial trial) {
        return trial.ask() instanceof Ask.Compare(String first, String second)
                ? says(number(first) > number(second) ? "A" : "B")
                : says("" + trial.id());
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace("text of ", ""));
    }

    private static List<Ask.Compare> compares(Play play) {
        return play.asked().stream()
                .map(Trial::ask)
                .filter(Ask.Compare.class::isInstance)
                .map(Ask.Compare.class::cast)
                .toList();
    }

    private static Set<Set<String>> pairs(Play play) {
        Set<Set<String>> pairs = new HashSet<>();
        compares(play).forEach(c -> pairs.add(Set.of(c.first(), c.second())));
        return pairs;
    }

    @Test
    void a_knock_out_of_n_takes_n_less_one_matches_and_finds_the_best() {
        for (int n = 2; n <= 17; n++) {
            Play play = knockOut(n, 3).through(JudgingTest::larger);

            assertThat(play.winner()).isEqualTo(n - 1);
            assertThat(pairs(play)).hasSize(n - 1);
            // Two that agree settle three.
            assertThat(compares(play)).hasSize(2 * (n - 1));
        }
    }

    @Test
    void the_order_is_swapped_each_time_and_the_judge_is_the_model_named() {
        Play play = knockOut(2, 3);
        play.ask().forEach(trial -> play.tell(trial.id(), says("" + trial.id())));

        List<Trial> now = play.ask();
        assertThat(now).hasSize(2).allMatch(trial -> trial.model() == 1);
        List<Ask.Compare> asks = compares(play);
        assertThat(asks.get(0).first()).isEqualTo(asks.get(1).second());
        assertThat(asks.get(0).second()).isEqualTo(asks.get(1).first());
        // A judge that always says A contradicts itself; the third comparison tells.
        now.forEach(trial -> play.tell(trial.id(), says("A")));
        assertThat(play.over()).isFalse();
        assertThat(play.ask()).hasSize(1);
        assertThat(compares(play).get(2)).isEqualTo(asks.get(0));
        play.tell(play.last().id(), says("b"));
        assertThat(play.winner()).isEqualTo(number(asks.get(0).second()));
    }

    @Test
    void equal_answers_are_one_contestant_and_need_no_judge() {
        Play play = knockOut(5, 3).through(trial -> says("same"));
        assertThat(compares(play)).isEmpty();
        assertThat(play.winner()).isZero();
        assertThat(play.decided().reason()).isEqualTo(Reason.AGREED);

        Function<Trial, Outcome> world =
                trial ->
                        trial.ask() instanceof Ask.Compare
                                ? ERROR
                                : trial.id() % 2 == 0 ? text("same text ") : text("other");
        Play two = knockOut(5, 3).through(world);
        assertThat(pairs(two)).hasSize(1);
        // The judge could not be had: the text that more candidates gave.
        assertThat(two.winner()).isZero();
        assertThat(two.decided().ranked()).containsExactly(0, 1);
    }

    @Test
    void a_comparison_that_cannot_be_read_is_asked_once_more_and_then_abstains() {
        Play play = knockOut(2, 1);
        play.ask().forEach(trial -> play.tell(trial.id(), says("" + trial.id())));

        play.ask();
        play.tell(2, UNREADABLE);
        assertThat(play.over()).isFalse();
        assertThat(play.ask()).hasSize(1);
        assertThat(compares(play).get(0)).isEqualTo(compares(play).get(1));
        play.tell(3, says("both are fine"));

        assertThat(play.ask()).isEmpty();
        assertThat(play.winner()).isZero();
    }

    @Test
    void in_a_league_each_meets_as_many_others_and_who_wins_most_wins() {
        for (int n = 2; n <= 12; n++) {
            Play play = league(n).inWaves(JudgingTest::larger);
            Map<String, Integer> met = new HashMap<>();
            pairs(play).forEach(pair -> pair.forEach(one -> met.merge(one, 1, Integer::sum)));

            assertThat(met).hasSize(n);
            assertThat(met.values()).containsOnly(Math.min(n - 1, 4));
            assertThat(compares(play)).hasSize(n * Math.min(n - 1, 4) / 2);
        }
        assertThat(league(5).inWaves(JudgingTest::larger).decided().ranked())
                .containsExactly(4, 3, 2, 1, 0);
    }

    @Test
    void pairs_are_drawn_by_the_seed() {
        Set<Object> drawn = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            Play play = new Play(Searches.begin(new Strategy.Tournament(4, 0, 1, false), seed));
            play.through(JudgingTest::larger);
            drawn.add(Set.copyOf(pairs(play)));
        }
        assertThat(drawn).hasSizeGreaterThan(2);
    }

    @Test
    void one_candidate_and_one_that_is_left_win_without_a_match() {
        assertThat(knockOut(1, 3).through(JudgingTest::larger).winner()).isZero();
        Play play = knockOut(3, 3).through(trial -> trial.id() == 1 ? says("a") : ERROR);
        assertThat(play.winner()).isEqualTo(1);
        assertThat(play.asked()).hasSize(3);
        assertThat(knockOut(3, 3).through(trial -> ERROR).over()).isFalse();
    }

    @Test
    void a_knock_out_takes_as_many_rounds_as_halving_does() {
        for (int n = 2; n <= 17; n++) {
            Play play = knockOut(n, 1);
            int rounds = 0;
            for (List<Trial> now = play.ask(); !now.isEmpty(); now = play.ask()) {
                now.forEach(trial -> play.tell(trial.id(), larger(trial)));
                rounds++;
            }
            int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(n - 1);
            assertThat(rounds).isEqualTo(1 + halvings);
        }
    }

    @Test
    void a_draw_in_a_league_is_worth_half_a_match_to_both() {
        // 0 and 1 draw; 2 wins against 0 and loses against 1, and so do both others once.
        Function<Trial, Outcome> world =
                trial ->
                        switch (trial.ask()) {
                            case Ask.Compare(String first, String second) ->
                                    says(verdict(number(first), number(second)));
                            default -> says("" + trial.id());
                        };
        // 1: draw and win, 3 points; 2: a win, 2 points; 0: a draw, 1 point.
        assertThat(league(3).inWaves(world).decided().ranked()).containsExactly(1, 2, 0);
    }

    private static String verdict(int first, int second) {
        if (first + second == 1) {
            return "neither";
        }
        boolean one = first + second == 2;
        return (one ? first > second : first < second) ? "A" : "B";
    }

    @Test
    void of_five_comparisons_three_are_asked_at_first_and_every_second_is_swapped() {
        Play play = knockOut(2, 5);
        play.ask().forEach(trial -> play.tell(trial.id(), says("" + trial.id())));
        assertThat(play.ask()).hasSize(3);
        // 2 to 1 with two left may still be a defeat, and 2 to 2 is open.
        play.tell(2, says("A")).tell(3, says("A")).tell(4, says("A"));
        assertThat(play.ask()).hasSize(1);
        play.tell(5, says("A"));
        assertThat(play.ask()).hasSize(1);

        List<Ask.Compare> asks = compares(play);
        Ask.Compare swapped = new Ask.Compare(asks.get(0).second(), asks.get(0).first());
        assertThat(asks).containsExactly(asks.get(0), swapped, asks.get(0), swapped, asks.get(0));
    }

    @Test
    void a_lead_that_the_last_comparison_could_even_out_does_not_settle_a_match() {
        Play play = knockOut(2, 3);
        play.ask().forEach(trial -> play.tell(trial.id(), says("" + trial.id())));
        play.ask();
        play.tell(2, ERROR).tell(3, says("B"));

        assertThat(play.over()).isFalse();
        assertThat(play.ask()).hasSize(1);
    }
}
