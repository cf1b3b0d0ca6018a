package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.behaves;
import static dev.undercut.compute.search.Play.says;
import static dev.undercut.compute.search.Play.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** CodeT. */
class GroupingTest {

    private static Play codeT(int n) {
        return new Play(Searches.begin(new Strategy.CodeT(n, 3), 1));
    }

    /** Programs by their trials, from 1; their behaviours in that order. */
    private static Function<Trial, Outcome> world(String... behaviours) {
        return trial ->
                switch (trial.ask()) {
                    case Ask.WriteTests(int count) -> text("assert 1\n\nassert 2\nassert 3\nmore");
                    case Ask.Execute execute -> behaves(behaviours[trial.parent() - 1]);
                    default -> says("program " + trial.id());
                };
    }

    @Test
    void programs_and_tests_are_written_at_once_and_each_program_is_run() {
        Play play = codeT(2);

        assertThat(play.ask())
                .extracting(Trial::ask)
                .containsExactly(new Ask.WriteTests(3), new Ask.Solve(), new Ask.Solve());
        play.tell(2, says("b"));
        assertThat(play.ask()).isEmpty();
        play.tell(0, text("assert 1\nassert 2"));
        Trial run = play.ask().getFirst();
        assertThat(run.ask())
                .isEqualTo(new Ask.Execute("text of b", List.of("assert 1", "assert 2")));
        assertThat(run.model()).isEqualTo(-1);
        assertThat(run.parent()).isEqualTo(2);
    }

    @Test
    void the_first_program_of_the_best_group_wins() {
        // sqrt(3) * 1 = 1.73, sqrt(1) * 2 = 2.
        Play play = codeT(4).inWaves(world("100", "100", "110", "100"));

        assertThat(play.winner()).isEqualTo(3);
        assertThat(play.decided().ranked()).containsExactly(3, 1, 2, 4);
        assertThat(play.decided().agreement()).isEqualTo(0.25);
        assertThat(play.decided().score()).isEqualTo(2.0 / 3);
    }

    @Test
    void without_tests_or_where_none_could_be_run_the_majority_wins() {
        List<String> answers = List.of("x", "a", "b", "b");
        Function<Trial, Outcome> none =
                trial -> trial.id() == 0 ? ERROR : says(answers.get(trial.id()));
        Play play = codeT(3).inWaves(none);
        assertThat(play.winner()).isEqualTo(2);
        assertThat(play.asked()).hasSize(4);

        Function<Trial, Outcome> unconfined =
                trial ->
                        switch (trial.ask()) {
                            case Ask.WriteTests(int count) -> text("assert 1");
                            case Ask.Execute execute -> ERROR;
                            default -> says(answers.get(trial.id()));
                        };
        assertThat(codeT(3).inWaves(unconfined).winner()).isEqualTo(2);
        assertThat(codeT(3).inWaves(trial -> ERROR).over()).isFalse();
    }
}
