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
                // 7 matches of 3 comparisons, of which two that agree are enough.
                .hasSize(14)
                .allMatch(t -> t.model() == 2);
        assertThat(play.asked().subList(0, 4)).extracting(Trial::model).containsExactly(0, 1, 2, 0);
    }

    @Test
    void one_sample_is_enough_to_answer_and_failures_end_it() {
        assertThat(auto(1, 1, Trust.NONE).inWaves(t -> says("a")).winner()).isZero();
        assertThat(auto(9, 1, Trust.NONE).inWaves(t -> ERROR).over()).isFalse();
    }

    @Test
    void one_that_passes_within_the_probe_ends_it() {
        Play play = auto(100, 1, Trust.STRONG);
        play.ask();
        play.tell(1, checked("b", true));

        assertThat(play.winner()).isEqualTo(1);
        assertThat(play.decided().reason()).isEqualTo(Reason.PASSED);
    }

    @Test
    void agreement_takes_two_and_more_than_half_of_the_probe() {
        Play two = new Play(Searches.begin(new Strategy.Auto(9, 2, 1, Trust.NONE), 1));
        assertThat(two.inWaves(t -> says("a")).decided().reason()).isEqualTo(Reason.AGREED);
        assertThat(auto(1, 1, Trust.NONE).inWaves(t -> says("a")).decided().reason())
                .isEqualTo(Reason.EXHAUSTED);
        assertThat(auto(9, 1, Trust.WEAK).inWaves(t -> t.id() > 2 ? ERROR : says("a")).asked())
                .hasSize(4);
        assertThat(auto(9, 1, Trust.WEAK).inWaves(t -> t.id() > 1 ? ERROR : says("a")).asked())
                .hasSize(8);
    }

    @Test
    void one_answer_among_open_texts_is_enough_to_vote() {
        Play play =
                auto(16, 1, Trust.NONE).inWaves(t -> t.id() % 4 == 0 ? says("a") : text("open"));

        assertThat(play.asked()).noneMatch(t -> t.ask() instanceof Ask.Compare);
        assertThat(play.winner()).isZero();
    }

    @Test
    void beyond_the_probe_it_samples_in_waves_as_large() {
        Play play = auto(100, 1, Trust.STRONG);
        play.ask().forEach(t -> play.tell(t.id(), checked("" + t.id(), false)));

        assertThat(play.ask()).hasSize(4);
    }

    @Test
    void within_the_probe_the_best_score_leads_and_at_agreement_the_first() {
        Play play = auto(100, 1, Trust.WEAK);
        play.ask();
        play.tell(0, scored("a", 0.1)).tell(1, scored("b", 0.9));
        assertThat(play.search().best().orElseThrow().ranked()).containsExactly(1, 0);
        assertThat(play.search().progress().atMost()).isEqualTo(8);

        Play agreed = auto(100, 1, Trust.WEAK).inWaves(t -> scored("a", t.id() / 10.0));
        assertThat(agreed.winner()).isZero();
    }

    @Test
    void what_follows_the_probe_says_what_is_needless() {
        Play play = auto(100, 1, Trust.WEAK);
        play.ask().forEach(t -> play.tell(t.id(), scored(null, 0.1)));
        play.ask();
        play.tell(5, scored(null, 1));

        assertThat(play.search().needless()).containsExactly(6, 7);
    }
}
