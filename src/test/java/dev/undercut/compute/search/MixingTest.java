package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

/** F: mixture of models. */
class MixingTest {

    private static Play mix() {
        return new Play(Searches.begin(new Strategy.Mix(2, 3, 3), 1));
    }

    @Test
    void each_layer_sees_the_one_before_and_the_aggregator_writes() {
        Play play = mix();

        List<Trial> first = play.ask();
        assertThat(first).extracting(Trial::model).containsExactly(0, 1, 2);
        assertThat(first).allMatch(t -> t.ask() instanceof Ask.Solve && !t.conclusive());
        play.tell(2, says("c")).tell(0, says("a")).tell(1, says("b"));
        List<Trial> second = play.ask();
        assertThat(second)
                .hasSize(3)
                .allMatch(t ->
                        t.ask()
                                .equals(
                                        new Ask.Fuse(
                                                List.of("text of a", "text of b", "text of c"))));
        play.tell(3, says("d")).tell(4, ERROR).tell(5, says("f"));
        List<Trial> end = play.ask();
        Trial last = end.getFirst();

        assertThat(end).hasSize(1);
        assertThat(last.parent()).isEqualTo(3);
        assertThat(last.conclusive()).isTrue();
        assertThat(last.model()).isEqualTo(3);
        assertThat(last.ask()).isEqualTo(new Ask.Fuse(List.of("text of d", "text of f")));
        play.tell(6, says("g"));
        assertThat(play.decided().ranked()).containsExactly(6, 3, 5);
    }

    @Test
    void a_layer_that_fails_whole_is_passed_over() {
        Play play = mix().inWaves(t -> t.id() >= 3 && t.id() <= 5 ? ERROR : says("" + t.id()));

        assertThat(play.last().ask())
                .isEqualTo(new Ask.Fuse(List.of("text of 0", "text of 1", "text of 2")));
    }

    @Test
    void with_nothing_to_fuse_the_aggregator_answers_the_question_itself() {
        Play play = mix().inWaves(t -> t.conclusive() ? says("alone") : ERROR);

        assertThat(play.last().ask()).isEqualTo(new Ask.Solve());
        assertThat(play.winner()).isEqualTo(6);
    }

    @Test
    void without_the_aggregator_the_last_layer_answers_by_votes() {
        Play play = mix().inWaves(t -> t.conclusive() ? ERROR : says(t.id() == 3 ? "odd" : "even"));

        assertThat(play.winner()).isEqualTo(4);
        assertThat(mix().inWaves(t -> ERROR).search().best()).isEmpty();
    }
}
