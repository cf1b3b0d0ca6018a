package dev.undercut.market.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.chat.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether the fit finds again what made-up scores were made from. */
class SyntheticFitTest {
    private static final int SHARES = 12;
    private static final int WELL_KNOWN = 40;
    private static final double ELO_PER_LOGIT = 90;
    private static final double ELO_NOISE = 40;

    private final Random random = new Random(11);
    private final Map<String, Benchmark> benchmarks = new HashMap<>();
    private final List<Score> scores = new ArrayList<>();

    @Test
    void abilities_are_found_again_in_points_of_a_tenth_of_a_logit() {
        for (int i = 0; i < WELL_KNOWN; i++) {
            measureAll(i, ability(i), 0);
        }
        CapabilityFit fit = fit();

        for (int i = 0; i < WELL_KNOWN; i++) {
            assertThat(index(fit, name(i)))
                    .as(name(i))
                    .isCloseTo(50 + 10 * (ability(i) - ability(0)), within(2.5));
        }
    }

    @Test
    void one_absurd_score_moves_a_model_little() {
        for (int i = 0; i < WELL_KNOWN; i++) {
            measureAll(i, ability(i), 0);
        }
        double before = index(fit(), name(20));
        scores.removeIf(
                score -> score.model().equals(name(20)) && score.benchmark().equals("share-3"));
        scores.add(new Score(name(20), Effort.DEFAULT, "share-3", 2, false));

        assertThat(index(fit(), name(20))).isCloseTo(before, within(2.5)).isLessThan(before);
    }

    @Test
    void the_shift_of_claims_is_found_and_taken_back() {
        for (int i = 0; i < WELL_KNOWN; i++) {
            measureAll(i, ability(i), i % 4 == 1 ? 0.4 : 0);
        }
        CapabilityFit fit = fit();

        assertThat(fit.claimShift()).isBetween(0.2, 0.5);
        assertThat(index(fit, name(21)))
                .isCloseTo(50 + 10 * (ability(21) - ability(0)), within(3.5));
    }

    @Test
    void the_noise_of_a_board_with_many_models_of_its_own_is_not_lost() {
        for (int i = 0; i < WELL_KNOWN; i++) {
            measureAll(i, ability(i), 0);
            elo(name(i), ability(i));
        }
        for (int i = 0; i < 200; i++) {
            elo("leaf-" + i, random.nextGaussian());
        }
        BenchmarkFit board =
                fit().benchmarks().stream()
                        .filter(found -> found.benchmark().slug().equals("board"))
                        .findFirst()
                        .orElseThrow();

        assertThat(board.noise()).isBetween(30.0, 52.0);
        assertThat(board.slope()).isCloseTo(ELO_PER_LOGIT, within(14.0));
    }

    @Test
    void an_effort_without_scores_of_its_own_follows_the_others_and_says_so() {
        for (int i = 0; i < WELL_KNOWN; i++) {
            measureAll(i, ability(i), 0);
        }
        for (int j = 0; j < SHARES; j++) {
            share("thinker", Effort.MAX, j, 1.5, 0);
        }
        CapabilityFit fit = fit();
        var places =
                fit.index().entries().stream().filter(e -> e.model().equals("thinker")).toList();

        assertThat(places).extracting(e -> e.effort()).containsExactly(Effort.DEFAULT, Effort.MAX);
        assertThat(places.getFirst().basis()).isEqualTo("derived from max");
        assertThat(places.getFirst().provisional()).isTrue();
        assertThat(places.getFirst().index()).isLessThan(places.getLast().index() - 1);
    }

    private static double ability(int i) {
        return -1.5 + 3.0 * i / WELL_KNOWN;
    }

    private static String name(int i) {
        return "model-" + i;
    }

    private void measureAll(int i, double ability, double shift) {
        for (int j = 0; j < SHARES; j++) {
            share(name(i), Effort.DEFAULT, j, ability, j % 2 == 0 ? shift : 0);
        }
    }

    private void share(String model, Effort effort, int j, double ability, double shift) {
        String slug = "share-" + j;
        benchmarks.putIfAbsent(
                slug, new Benchmark(slug, slug, slug, false, 0, 0.004, true, null, null));
        double logit = ability - (-1 + 2.0 * j / SHARES) + shift;
        double share = 1 / (1 + Math.exp(-logit)) + 0.02 * random.nextGaussian();
        scores.add(new Score(model, effort, slug, 100 * Math.clamp(share, 0.0, 1.0), shift > 0));
    }

    private void elo(String model, double ability) {
        benchmarks.putIfAbsent(
                "board", new Benchmark("board", "board", "board", true, 0, 14, false, null, null));
        double value = 1200 + ELO_PER_LOGIT * ability + ELO_NOISE * random.nextGaussian();
        scores.add(new Score(model, Effort.DEFAULT, "board", value, false));
    }

    private CapabilityFit fit() {
        Method method =
                Fitted.EVIDENCE.method().with("anchor_model", name(0)).with("replicates", "4");
        return CapabilityFit.of(new Evidence(scores, benchmarks, method));
    }

    private static double index(CapabilityFit fit, String model) {
        return fit.index().entries().stream()
                .filter(entry -> entry.model().equals(model))
                .findFirst()
                .orElseThrow()
                .index();
    }
}
