package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.checked;
import static dev.undercut.compute.search.Play.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice.Reason;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** I: Monte Carlo tree search. */
class ClimbingTest {
    private static final double C = Math.sqrt(2);

    private static Play mcts(int n, int models, int perAction) {
        return new Play(Searches.begin(new Strategy.Mcts(n, models, C, perAction), 1));
    }

    @Test
    void the_bound_is_the_one_worked_out_by_hand() {
        double[] priors = Uct.priors(List.of(0.2, 0.8));

        // 1 / (1 + e^0.6) = 0.354344
        assertThat(priors[0]).isCloseTo(0.354344, within(1e-6));
        assertThat(priors[0] + priors[1]).isCloseTo(1, within(1e-12));
        // 0.8 + sqrt 2 * 0.645656 * sqrt(ln 2) = 0.8 + 0.760211
        assertThat(Uct.bound(0.8, 1, priors[1], 2, C)).isCloseTo(1.560211, within(1e-5));
        // 1.2 / 3 + sqrt 2 * 0.5 * sqrt(ln 9 / 3)
        assertThat(Uct.bound(1.2, 3, 0.5, 9, C)).isCloseTo(1.005149, within(1e-5));
        assertThat(Uct.bound(0.7, 1, 1, 1, C)).isEqualTo(0.7);
    }

    @Test
    void a_leaf_is_expanded_so_many_times_for_each_model() {
        Play play = mcts(12, 2, 2);

        List<Trial> first = play.ask();
        assertThat(first).extracting(Trial::model).containsExactly(0, 1, 0, 1);
        assertThat(first).allMatch(t -> t.parent() == -1 && t.ask() instanceof Ask.Solve);
        for (Trial trial : first) {
            play.tell(trial.id(), scored("a", trial.id() == 2 ? 0.9 : 0.1));
        }
        List<Trial> second = play.ask(4);
        assertThat(second).allMatch(t -> t.parent() == 2);
        assertThat(second).allMatch(t -> t.ask().equals(new Ask.Refine("text of a", "feedback")));
    }

    @Test
    void the_way_down_is_the_one_of_the_bounds() {
        Play play = mcts(100, 1, 2);
        play.ask(2);
        play.tell(0, scored("a", 0.5)).tell(1, scored("b", 0.6));
        // Priors 0.475021 and 0.524979, two visits: b.
        assertThat(play.ask(2)).allMatch(t -> t.parent() == 1);
        play.tell(2, scored("c", 0.0)).tell(3, scored("d", 0.1));
        // Root 4 visits. a: 0.5 + 1.414214 * 0.475021 * sqrt(ln 4 / 1) = 1.290968;
        // b: 0.7 / 3 + 1.414214 * 0.524979 * sqrt(ln 4 / 3) = 0.738027.
        assertThat(play.ask(2)).allMatch(t -> t.parent() == 0);
    }

    @Test
    void trials_under_way_count_as_visits_so_that_several_spread_out() {
        Play play = mcts(100, 1, 2);
        play.ask(2);
        play.tell(0, scored("a", 0.5)).tell(1, scored("b", 0.6));

        assertThat(play.ask(4)).extracting(Trial::parent).containsExactly(1, 1, 0, 0);
        // Nothing is left to go down to before more is told.
        assertThat(play.ask(1)).isEmpty();
        play.tell(4, scored("c", 0.1));
        assertThat(play.ask(1)).extracting(Trial::parent).containsExactly(4);
    }

    @Test
    void the_best_scored_answer_wins_and_not_the_most_visited() {
        Play play =
                mcts(20, 1, 2)
                        .through(t -> scored("a", t.id() == 19 ? 0.95 : t.id() == 0 ? 0.9 : 0.5));

        assertThat(play.winner()).isEqualTo(19);
        assertThat(play.decided().reason()).isEqualTo(Reason.EXHAUSTED);
        assertThat(play.asked()).hasSize(20);
    }

    @Test
    void a_passed_answer_and_a_full_score_end_it() {
        assertThat(mcts(20, 1, 2).through(t -> checked("a", t.id() == 5)).asked()).hasSize(6);
        Play full = mcts(20, 1, 2).through(t -> scored("a", t.id() == 5 ? 1 : 0.3));
        assertThat(full.asked()).hasSize(6);
        assertThat(full.decided().reason()).isEqualTo(Reason.CERTAIN);
    }

    @Test
    void when_all_answers_failed_the_question_is_asked_again() {
        Play play = mcts(10, 1, 2).through(t -> t.id() < 4 ? ERROR : scored("a", 0.5));

        assertThat(play.asked()).hasSize(10);
        assertThat(play.asked().subList(0, 6)).allMatch(t -> t.parent() == -1);
        assertThat(play.winner()).isEqualTo(4);
        assertThat(mcts(10, 1, 2).through(t -> ERROR).over()).isFalse();
    }

    /** The tree as the tellings say it is, recomputed from all of them for each question. */
    private static final class Reference {
        private final List<Integer> expanded = new ArrayList<>();
        private final Map<Integer, Integer> parents = new HashMap<>();
        private final Map<Integer, Double> scores = new LinkedHashMap<>();

        void asked(Trial trial) {
            parents.put(trial.id(), trial.parent());
        }

        void told(int trial, Outcome outcome) {
            if (outcome instanceof Outcome.Answered answer) {
                scores.put(trial, Candidates.worthOrNothing(answer));
            } else {
                parents.remove(trial);
            }
        }

        private List<Integer> children(int node) {
            return scores.keySet().stream()
                    .filter(id -> Integer.valueOf(node).equals(parents.get(id)))
                    .toList();
        }

        /** Itself, unless it is the question, and all below that was asked and did not fail. */
        private int visits(int node) {
            int below = node < 0 ? 0 : 1;
            for (Map.Entry<Integer, Integer> one : parents.entrySet()) {
                if (one.getValue() == node) {
                    below += visits(one.getKey());
                }
            }
            return below;
        }

        private double value(int node) {
            double sum = scores.getOrDefault(node, 0.0);
            for (int child : children(node)) {
                sum += value(child);
            }
            return sum;
        }

        private boolean open(int node) {
            return !expanded.contains(node) || children(node).stream().anyMatch(this::open);
        }

        /** The leaf to expand; the question again where there is none. */
        int leaf() {
            int at = -1;
            while (expanded.contains(at) && open(-1)) {
                at = best(at);
            }
            expanded.add(at);
            return at;
        }

        private int best(int node) {
            List<Integer> children = children(node);
            double[] priors = Uct.priors(children.stream().map(scores::get).toList());
            int best = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < priors.length; i++) {
                int child = children.get(i);
                double bound = Uct.bound(value(child), visits(child), priors[i], visits(node), C);
                if (open(child) && bound > highest) {
                    best = child;
                    highest = bound;
                }
            }
            return best;
        }
    }

    /** Scores are whole 64ths, so that sums are exact in any order and equal ones occur. */
    @Property(tries = 300)
    void each_expansion_is_of_the_leaf_to_which_all_visits_and_scores_lead(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 2) int models,
            @ForAll @IntRange(min = 1, max = 3) int perAction,
            @ForAll @IntRange(min = 1, max = 6) int atOnce) {
        Random chance = new Random(seed);
        Play play = mcts(60, models, perAction);
        Reference reference = new Reference();
        List<Trial> open = new ArrayList<>();
        int leaf = -1;
        int expansions = 0;
        while (!play.over()) {
            List<Trial> now = open.size() < atOnce ? play.ask(1) : List.of();
            for (Trial trial : now) {
                leaf = expansions++ % (models * perAction) == 0 ? reference.leaf() : leaf;
                assertThat(trial.parent()).isEqualTo(leaf);
                assertThat(trial.model()).isEqualTo((expansions - 1) % models);
                reference.asked(trial);
                open.add(trial);
            }
            if (now.isEmpty() && open.isEmpty()) {
                break;
            }
            if (now.isEmpty()) {
                Trial trial = open.remove(chance.nextInt(open.size()));
                Outcome outcome =
                        chance.nextInt(6) == 0 ? ERROR : scored("a", chance.nextInt(63) / 64.0);
                play.tell(trial.id(), outcome);
                reference.told(trial.id(), outcome);
            }
        }
        assertThat(play.asked()).hasSize(60);
    }
}
