package dev.undercut.compute.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.compute.replay.Curve.Contest;
import dev.undercut.compute.replay.Curve.CurvePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveTest {
    private static final Path EXCERPT = Path.of("src/test/resources/replay");

    @TempDir private Path home;

    private static Curve excerpt(long seed) throws IOException {
        return Curve.of(new Recordings(EXCERPT), new Curve.Terms(Price.GPT_4, 200, seed));
    }

    @Test
    void points_lie_on_the_replayed_figures() throws IOException {
        List<Metric> metrics = Replay.of(new Recordings(EXCERPT)).metrics();
        for (CurvePoint point : excerpt(1).points()) {
            String metric =
                    switch (point.method() + " " + point.verifier()) {
                        case "best-of checker" -> "pass@k";
                        case "best-of score" -> "best_score_rot@k";
                        case "vote none" -> "majority_rot@k";
                        case "tree checker" -> "tot_any";
                        case "tree none" -> "tot_top1";
                        default -> "";
                    };
            metrics.stream()
                    .filter(m -> m.metric().equals(metric) && m.k() == point.n())
                    .filter(m -> m.dataset().equals(point.dataset()))
                    .filter(m -> m.model().equals(point.model()))
                    .forEach(m -> assertThat(point.accuracy()).isCloseTo(m.value(), within(1e-9)));
            assertThat(point.low()).isLessThanOrEqualTo(point.accuracy() + 1e-9);
            assertThat(point.high()).isGreaterThanOrEqualTo(point.accuracy() - 1e-9);
        }
    }

    @Test
    void sampling_with_a_checker_pays_only_until_the_first_right_answer() throws IOException {
        // Wrong, right, right, wrong at 1 cent each: 6 in 12 orders need one, 4 two, 2 three.
        samples("0", "1", "1", "0");
        Curve curve = one(new Price(0, 10_000));
        CurvePoint all = point(curve, "best-of", 4);
        assertThat(all.accuracy()).isEqualTo(1);
        assertThat(all.usd()).isCloseTo(0.01 * (6 * 1 + 4 * 2 + 2 * 3) / 12.0, within(1e-12));
        assertThat(point(curve, "vote", 4).usd()).isCloseTo(0.04, within(1e-12));
    }

    @Test
    void the_search_over_samples_without_refinement_is_sampling() throws IOException {
        samples("0", "1", "1", "0");
        Curve curve = one(new Price(0, 10_000));
        assertThat(point(curve, "mcts", 4).accuracy()).isEqualTo(1);
        assertThat(point(curve, "mcts", 1).accuracy()).isEqualTo(0.5);
        assertThat(point(curve, "mcts", 4).usd()).isBetween(0.01, 0.02);
    }

    @Test
    void all_spend_the_same_unless_their_samples_run_out() throws IOException {
        Curve curve = excerpt(1);
        assertThat(curve.contests()).isNotEmpty();
        for (Contest contest : curve.contests()) {
            assertThat(contest.winner().usd()).isLessThanOrEqualTo(contest.usd() * 1.000001);
            assertThat(contest.second().usd()).isLessThanOrEqualTo(contest.usd() * 1.000001);
            assertThat(contest.winner().verifier()).isEqualTo(contest.verifier());
            assertThat(contest.winner().accuracy())
                    .isGreaterThanOrEqualTo(contest.second().accuracy() - 0.001);
        }
    }

    @Test
    void the_same_seed_gives_the_same_intervals_and_another_does_not() throws IOException {
        assertThat(excerpt(7)).isEqualTo(excerpt(7));
        assertThat(excerpt(7)).isNotEqualTo(excerpt(8));
    }

    @Test
    void voting_that_gets_worse_is_said_to_fall() throws IOException {
        // One lucky first vote, then two that agree on what is wrong.
        Files.write(
                home.resolve("x.samples.csv"),
                List.of(
                        "question_id,model,sample_index,answer,correct,score,out_chars",
                        "q,m,0,right,1,,4",
                        "q,m,1,wrong,0,,4",
                        "q,m,2,wrong,0,,4"));
        Curve curve = one(Price.GPT_4);
        assertThat(curve.peaks())
                .filteredOn(peak -> peak.best().method().equals("vote"))
                .singleElement()
                .satisfies(peak -> assertThat(peak.falls()).isTrue())
                .satisfies(peak -> assertThat(peak.best().n()).isEqualTo(1));
    }

    @Test
    void what_costs_are_estimated_from_is_said() throws IOException {
        assertThat(excerpt(1).notes())
                .anyMatch(note -> note.startsWith("date: no tokens were recorded"))
                .noneMatch(note -> note.startsWith("game24: no tokens were recorded"))
                .anyMatch(note -> note.startsWith("gsm8k-openai: one answer a question"));
    }

    @Test
    void an_interval_of_figures_that_are_all_alike_is_one_point() {
        Bootstrap.Interval interval = new Bootstrap(3, 100, 1).of(new double[] {0.5, 0.5, 0.5});
        assertThat(interval).isEqualTo(new Bootstrap.Interval(0.5, 0.5));
    }

    @Test
    void an_interval_of_a_share_is_about_two_standard_errors_wide() {
        double[] coin = new double[400];
        for (int i = 0; i < 200; i++) {
            coin[i] = 1;
        }
        Bootstrap.Interval interval = new Bootstrap(400, 4000, 1).of(coin);
        assertThat(interval.low()).isCloseTo(0.5 - 1.96 * 0.025, within(0.006));
        assertThat(interval.high()).isCloseTo(0.5 + 1.96 * 0.025, within(0.006));
    }

    private Curve one(Price price) throws IOException {
        return Curve.of(new Recordings(home), new Curve.Terms(price, 100, 1));
    }

    private static CurvePoint point(Curve curve, String method, int n) {
        return curve.points().stream()
                .filter(point -> point.method().equals(method) && point.n() == n)
                .findFirst()
                .orElseThrow();
    }

    /** Answers of four characters, a token each. */
    private void samples(String... correct) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("question_id,model,sample_index,answer,correct,score,out_chars");
        for (int i = 0; i < correct.length; i++) {
            lines.add("q,m,%d,a%d,%s,,4".formatted(i, i, correct[i]));
        }
        Files.write(home.resolve("x.samples.csv"), lines);
    }
}
