package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.checked;
import static dev.undercut.compute.search.Play.says;
import static dev.undercut.compute.search.Play.scored;
import static dev.undercut.compute.search.Play.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice.Reason;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Strategy.Trust;
import dev.undercut.compute.Trial;
import org.junit.jupiter.api.Test;

/** Auto: probes, then picks. */
class ProbingTest {

    private static Play auto(int n, int models, Trust trust) {
        return new Play(Searches.begin(new Strategy.Auto(n, 4, models, trust), 1));
    }

    @Test
    void a_probe_that_agrees_is_enough() {
        for (Trust trust : Trust.values()) {
            Play play = auto(100, 1, trust).inWaves(t -> says("a"));

            assertThat(play.asked()).hasSize(4);
            assertThat(play.decided().reason()).isEqualTo(Reason.AGREED);
        }
    }

    @Test
    void spread_and_a_strong_checker_samples_on_until_one_passes() {
        Play play = auto(100, 1, Trust.STRONG).inWaves(t -> checked("" + t.id(), t.id() == 57));

        assertThat(play.winner()).isEqualTo(57);
        assertThat(play.decided().reason()).isEqualTo(Reason.PASSED);
    }

    @Test
    void agreement_on_what_a_checker_refused_is_none() {
        Play play = auto(20, 1, Trust.STRONG).inWaves(t -> checked("a", false));

        assertThat(play.asked()).hasSize(20);
    }

    @Test
    void a_weak_verifier_chooses_from_eight_at_most() {
        Play votes = auto(100, 1, Trust.WEAK).inWaves(t -> scored("" + t.id() % 3, 0.1));
        assertThat(votes.asked()).hasSize(8);
        assertThat(votes.winner()).isEqualTo(0);

        Play open = auto(100, 1, Trust.WEAK).inWaves(t -> scored(null, t.id() / 100.0));
        assertThat(open.asked()).hasSize(8);
        assertThat(open.winner()).isEqualTo(7);
    }

    @Test
    void without_a_verifier_it_votes_on_and_the_probe_counts() {
        Play play = auto(100, 1, Trust.NONE).inWaves(t -> says(t.id() == 1 ? "b" : "a"));

        // Six against one at 95 %: three of the probe and three more.
        assertThat(play.asked()).hasSize(7);
        assertThat(play.decided().reason()).isEqualTo(Reason.AGREED);
        assertThat(auto(100, 1, Trust.NONE).inWaves(t -> says("" + t.id())).asked()).hasSize(16);
    }

    @Test
    void open_texts_meet_in_a_tournament_judged_by_the_last_model() {
        Play play =
                auto(100, 3, Trust.NONE)
                        .inWaves(t ->
                                t.ask() instanceof Ask.Compare(String one, String other)
                                        ? says(one.compareTo(other) > 0 ? "A" : "B")
                                        : text("text " + t.id()));

        assertThat(play.winner()).isEqualTo(7);
        assertThat(play.asked())
                .filteredOn(t -> t.ask() instanceof Ask.Compare)
                .isNotEmpty()
                .allMatch(t -> t.model() == 2);
        assertThat(play.asked().subList(0, 4)).extracting(Trial::model).containsExactly(0, 1, 2, 0);
    }

    @Test
    void one_sample_is_enough_to_answer_and_failures_end_it() {
        assertThat(auto(1, 1, Trust.NONE).inWaves(t -> says("a")).winner()).isZero();
        assertThat(auto(9, 1, Trust.NONE).inWaves(t -> ERROR).over()).isFalse();
    }
}
