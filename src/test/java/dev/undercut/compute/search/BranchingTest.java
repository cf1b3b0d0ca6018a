package dev.undercut.compute.search;

import static dev.undercut.compute.search.Play.ERROR;
import static dev.undercut.compute.search.Play.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Strategy.Posterior;
import dev.undercut.compute.Trial;
import dev.undercut.compute.stat.NormalBelief;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** J: adaptive branching, and both tree searches against sampling. */
class BranchingTest {
    private static final int CALLS = 200;

    private static Play abMcts(int n, int models, Posterior posterior, long seed) {
        return new Play(Searches.begin(new Strategy.AbMcts(n, models, posterior), seed));
    }

    @Test
    void a_score_tells_of_new_children_to_its_parent_and_of_going_on_to_all_above() {
        Branch root = Branch.root(NormalBelief::new);
        root.answered(0, (Answered) scored("a", 0.5));
        Branch child = root.children().getFirst();
        child.answered(1, (Answered) scored("b", 0.8));
        Branch grandchild = child.children().getFirst();
        grandchild.answered(2, (Answered) scored("c", 0.2));

        // n = 1: mean 0.5 / 2. n = 3: (0.5 + 0.8 + 0.2) / 4. n = 2: (0.8 + 0.2) / 3.
        assertThat(mean(root.generate())).isCloseTo(0.25, within(1e-12));
        assertThat(mean(child.own())).isCloseTo(0.375, within(1e-12));
        assertThat(mean(root.carryOn())).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(mean(child.generate())).isCloseTo(0.4, within(1e-12));
        assertThat(mean(child.carryOn())).isCloseTo(0.1, within(1e-12));
        assertThat(mean(grandchild.own())).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(mean(grandchild.generate())).isCloseTo(0.1, within(1e-12));
        assertThat(((NormalBelief) grandchild.carryOn()).kappa()).isEqualTo(1);
    }

    private static double mean(Object belief) {
        return ((NormalBelief) belief).mean();
    }

    @Test
    void it_starts_at_the_question_and_no_more_than_five_are_under_way() {
        Play play = abMcts(100, 1, Posterior.GAUSSIAN, 1);

        assertThat(play.ask(100)).hasSize(5).allMatch(t -> t.parent() == -1);
        play.tell(3, scored("a", 0.9));
        assertThat(play.ask(100)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Posterior.class)
    void it_goes_deep_where_refining_pays_and_wide_where_it_does_not(Posterior posterior) {
        double deep = 0;
        double wide = 0;
        for (long seed = 0; seed < 20; seed++) {
            deep += refined(posterior, seed, t -> scored("a", t.parent() < 0 ? 0.1 : 0.9));
            wide += refined(posterior, seed, t -> scored("a", t.parent() < 0 ? 0.9 : 0.1));
        }
        assertThat(deep / 20).isGreaterThan(0.75);
        assertThat(wide / 20).isLessThan(0.25);
    }

    private static double refined(Posterior posterior, long seed, Function<Trial, Outcome> world) {
        Play play = abMcts(100, 1, posterior, seed).through(world);
        return play.asked().stream().filter(t -> t.ask() instanceof Ask.Refine).count() / 100.0;
    }

    @ParameterizedTest
    @EnumSource(Posterior.class)
    void of_several_models_it_prefers_the_better_one(Posterior posterior) {
        int[] calls = new int[3];
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom chance = new SplittableRandom(seed);
            abMcts(100, 3, posterior, seed)
                    .through(t -> scored("a", (t.model() == 1 ? 0.6 : 0.2) * chance.nextDouble()))
                    .asked()
                    .forEach(t -> calls[t.model()]++);
        }
        assertThat(calls[1]).isGreaterThan(2 * Math.max(calls[0], calls[2]));
        assertThat(calls[0]).isPositive();
        assertThat(calls[2]).isPositive();
    }

    @Test
    void a_model_that_never_answers_is_left_alone() {
        Play play =
                abMcts(100, 2, Posterior.GAUSSIAN, 3)
                        .through(t -> t.model() == 0 ? ERROR : scored("a", 0.5));

        assertThat(play.asked()).filteredOn(t -> t.model() == 0).hasSizeLessThan(25);
        assertThat(play.over()).isTrue();
    }

    /** Answers are qualities: new ones are poor; a good one is worth refining, a bad one is not. */
    private static Function<Trial, Outcome> wandering(long seed) {
        SplittableRandom chance = new SplittableRandom(seed ^ 0xFACADE);
        return trial -> {
            double quality = chance.nextDouble() * 0.4;
            if (trial.ask() instanceof Ask.Refine(String answer, String feedback)) {
                double before = Double.parseDouble(answer.replace("text of ", ""));
                quality = Math.min(before * (0.7 + 0.7 * chance.nextDouble()), 0.999);
            }
            return scored("" + quality, quality);
        };
    }

    /** The best of as many calls each of which refines any answer there is, or none. */
    private static double atRandom(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Function<Trial, Outcome> world = wandering(seed);
        List<String> answers = new ArrayList<>();
        double best = 0;
        for (int id = 0; id < CALLS; id++) {
            int from = chance.nextInt(answers.size() + 1) - 1;
            Ask ask = from < 0 ? new Ask.Solve() : new Ask.Refine(answers.get(from), "");
            Answered answer = (Answered) world.apply(new Trial(id, from, 0, ask, null, false));
            answers.add(answer.text());
            best = Math.max(best, Candidates.worthOrNothing(answer));
        }
        return best;
    }

    @Test
    void both_tree_searches_beat_sampling_and_a_random_tree_at_equal_calls() {
        double sampling = mean(s -> score(new Strategy.Score(CALLS, false), s));
        double random = mean(BranchingTest::atRandom);
        double mcts = mean(s -> score(new Strategy.Mcts(CALLS, 1, Math.sqrt(2), 2), s));
        double normal = mean(s -> score(new Strategy.AbMcts(CALLS, 1, Posterior.GAUSSIAN), s));
        double beta = mean(s -> score(new Strategy.AbMcts(CALLS, 1, Posterior.BETA), s));

        // The best of 200 even draws below 0.4; the standard errors of all are below 0.03.
        assertThat(sampling).isCloseTo(0.4 * CALLS / (CALLS + 1), within(0.005));
        assertThat(mcts).isGreaterThan(random + 0.1);
        assertThat(normal).isGreaterThan(random + 0.1);
        assertThat(random).isGreaterThan(sampling + 0.1);
        // A Beta belief takes a middling score for half a success, so that it stays unsure of it.
        assertThat(beta).isGreaterThan(sampling + 0.1);
    }

    private static double score(Strategy strategy, long seed) {
        Play play = new Play(Searches.begin(strategy, seed)).through(wandering(seed));
        return Objects.requireNonNull(play.decided().score());
    }

    private static double mean(LongToDoubleFunction best) {
        double sum = 0;
        for (long seed = 0; seed < 60; seed++) {
            sum += best.applyAsDouble(seed);
        }
        return sum / 60;
    }

    /** A tree with two answers below the question, each refined as often with that score. */
    private static Branch grown(double answers, double belowFirst, double belowSecond) {
        Branch root = Branch.root(NormalBelief::new);
        root.answered(0, (Answered) scored("a", answers));
        root.answered(1, (Answered) scored("b", answers));
        for (int i = 0; i < 200; i++) {
            root.children().get(0).answered(2 + 2 * i, (Answered) scored("c", belowFirst));
            root.children().get(1).answered(3 + 2 * i, (Answered) scored("d", belowSecond));
        }
        return root;
    }

    private static long draws(Branch root, Predicate<Branch> where) {
        RandomGenerator chance = new SplittableRandom(5);
        return IntStream.range(0, 400).filter(i -> where.test(root.draw(chance))).count();
    }

    @Test
    void the_way_down_goes_by_what_came_of_each_answer_and_stops_where_new_ones_pay() {
        Branch good = grown(0.05, 0.95, 0.05);
        Branch first = good.children().getFirst();
        // Going on pays 0.5 here on average, so that new answers are drawn now and then.
        assertThat(draws(good, at -> at == good.children().get(1))).isLessThan(10);
        assertThat(draws(good, at -> at == first || first.children().contains(at)))
                .isGreaterThan(200);

        Branch poor = grown(0.9, 0.02, 0.02);
        IntStream.range(500, 600).forEach(i -> poor.answered(i, (Answered) scored("e", 0.9)));
        assertThat(draws(poor, at -> at == poor)).isGreaterThan(390);
    }
}
