package dev.undercut.compute.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Strategy.Posterior;
import dev.undercut.compute.Strategy.StopRule;
import dev.undercut.compute.Strategy.Trust;
import dev.undercut.compute.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every search promises, whatever its strategy, whatever comes of its trials. */
class EverySearchTest {

    @Provide
    static Arbitrary<Strategy> strategies() {
        Arbitrary<Integer> n = Arbitraries.integers().between(1, 24);
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 4);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<StopRule> stops =
                Arbitraries.of(
                        new StopRule.AtCap(),
                        new StopRule.Beta(0.8),
                        new StopRule.Beta(0.95),
                        new StopRule.Window(2),
                        new StopRule.Window(5));
        Arbitrary<Integer> odd = Arbitraries.of(1, 3, 5);
        Arbitrary<Posterior> posteriors = Arbitraries.of(Posterior.class);
        Arbitrary<Trust> trusts = Arbitraries.of(Trust.class);
        return Arbitraries.oneOf(
                List.of(
                        Combinators.combine(n, few).as(Strategy.BestOf::new),
                        Combinators.combine(n, stops).as(Strategy.Vote::new),
                        Combinators.combine(n, flag).as(Strategy.Score::new),
                        Combinators.combine(n, few, odd, flag).as(Strategy.Tournament::new),
                        Combinators.combine(few, few, few).as(Strategy.Mix::new),
                        Combinators.combine(n, few).as((m, f) -> new Strategy.Cascade(m, f, 0.7)),
                        Combinators.combine(few, few, few, odd).as(Strategy.Tree::new),
                        Combinators.combine(n, few, few)
                                .as((all, m, per) -> new Strategy.Mcts(all, m, 1.4, per)),
                        Combinators.combine(n, few, posteriors).as(Strategy.AbMcts::new),
                        Combinators.combine(n, few).as(Strategy.CodeT::new),
                        Combinators.combine(n, few, few, trusts).as(Strategy.Auto::new)));
    }

    /** What comes of trials: drawn by the trial alone, so that it does not depend on the order. */
    private record World(long seed, int failing, boolean verified) {
        Outcome of(Trial trial) {
            Random chance = new Random(seed * 31 + trial.id());
            // Random's first numbers of near seeds are alike.
            chance.nextLong();
            if (chance.nextInt(10) < failing) {
                Outcome.Reason[] reasons = Outcome.Reason.values();
                return new Outcome.Failed(reasons[chance.nextInt(reasons.length)]);
            }
            return switch (trial.ask()) {
                case Ask.Propose propose -> Play.text("x" + chance.nextInt(3) + "\ny\nz");
                case Ask.Value value ->
                        Play.says(List.of("sure", "likely", "no").get(chance.nextInt(3)));
                case Ask.Compare compare ->
                        Play.says(List.of("A", "B", "A", "B", "?").get(chance.nextInt(5)));
                case Ask.WriteTests write -> Play.text("t1\nt2\nt3");
                case Ask.Execute execute -> Play.behaves(Integer.toBinaryString(chance.nextInt(8)));
                case Ask.Solve solve -> answer(chance);
                case Ask.Refine refine -> answer(chance);
                case Ask.Fuse fuse -> answer(chance);
                case Ask.Rate rate -> answer(chance);
            };
        }

        private Outcome answer(Random chance) {
            String found = chance.nextInt(5) == 0 ? null : "" + chance.nextInt(4);
            String text = "text " + chance.nextInt(6);
            if (!verified) {
                return Answered.plain(text, found);
            }
            Double score = chance.nextInt(4) == 0 ? null : chance.nextInt(9) / 8.0;
            Boolean passed =
                    switch (chance.nextInt(20)) {
                        case 0 -> true;
                        case 1, 2 -> null;
                        default -> false;
                    };
            return new Answered(text, found, score, passed, null, "");
        }
    }

    /** One asking or telling, as a log holds it. */
    private sealed interface Event {
        record Asked(int slots, List<Trial> trials) implements Event {}

        record Told(int trial, Outcome outcome) implements Event {}
    }

    /** Plays in a random order with random slots, telling some trials twice. */
    private static List<Event> play(Search search, World world, long seed) {
        Random chance = new Random(seed);
        List<Event> log = new ArrayList<>();
        List<Trial> asked = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        boolean answers = false;
        int bound = 20_000;
        while (search.decided().isEmpty()) {
            int slots = 1 + chance.nextInt(6);
            List<Trial> now = search.ask(slots);
            log.add(new Event.Asked(slots, now));
            assertThat(now).hasSizeLessThanOrEqualTo(slots);
            for (Trial trial : now) {
                assertThat(trial.id()).isEqualTo(asked.size());
                assertThat(trial.parent()).isBetween(-1, trial.id() - 1);
                asked.add(trial);
                open.add(trial.id());
            }
            if (open.isEmpty()) {
                break;
            }
            int id = open.remove(/* index */ chance.nextInt(open.size()));
            Outcome outcome = world.of(asked.get(id));
            search.tell(id, outcome);
            log.add(new Event.Told(id, outcome));
            if (chance.nextInt(4) == 0) {
                search.tell(id, Play.says("told twice"));
                log.add(new Event.Told(id, Play.says("told twice")));
            }
            answers |= outcome instanceof Answered && answering(asked.get(id));
            assertThat(search.best().isPresent()).isEqualTo(answers);
            assertThat(asked.size()).isLessThanOrEqualTo(search.progress().atMost());
            assertThat(--bound).isPositive();
        }
        assertThat(search.decided().isPresent()).isEqualTo(answers);
        assertThat(search.decided()).isEqualTo(search.best());
        search.decided().ifPresent(choice -> assertSound(choice, asked));
        return log;
    }

    /** A vote on a thought that cannot be read is asked for twice within its trial. */
    private static long calls(List<Event> log) {
        long calls = 0;
        for (Event event : log) {
            if (event instanceof Event.Asked(int slots, List<Trial> trials)) {
                for (Trial trial : trials) {
                    calls +=
                            switch (trial.ask()) {
                                case Ask.Execute _ -> 0;
                                case Ask.Value _ -> 2;
                                default -> 1;
                            };
                }
            }
        }
        return calls;
    }

    private static boolean answering(Trial trial) {
        return switch (trial.ask()) {
            case Ask.Solve solve -> true;
            case Ask.Refine refine -> true;
            case Ask.Fuse fuse -> true;
            default -> false;
        };
    }

    private static void assertSound(Choice choice, List<Trial> asked) {
        assertThat(choice.ranked())
                .doesNotHaveDuplicates()
                .allMatch(id -> answering(asked.get(id)));
        if (choice.agreement() != null) {
            assertThat(choice.agreement()).isBetween(0.0, 1.0);
        }
    }

    @Property(tries = 800, edgeCases = EdgeCasesMode.NONE)
    void it_ends_within_its_bound_with_an_answer_if_there_is_one(
            @ForAll("strategies") Strategy strategy, @ForAll long seed, @ForAll boolean verified) {
        int failing = (int) Math.floorMod(seed, 4L) * 3;
        World world = new World(seed, failing, verified);
        Search search = Searches.begin(strategy, 1 + (int) Math.floorMod(seed, 3L), seed);

        List<Event> log = play(search, world, seed);

        assertThat(calls(log)).isLessThanOrEqualTo(Searches.mostCalls(strategy, false));
        if (search.decided().isPresent()) {
            assertThat(search.ask(5)).isEmpty();
            Optional<Choice> before = search.decided();
            search.needless().forEach(id -> search.tell(id, Play.checked("late", true)));
            assertThat(search.decided()).isEqualTo(before);
        }
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void its_log_told_again_makes_the_same_search(
            @ForAll("strategies") Strategy strategy, @ForAll long seed, @ForAll boolean verified) {
        World world = new World(seed, 2, verified);
        Search first = Searches.begin(strategy, seed);
        List<Event> log = play(first, world, seed);

        Search again = Searches.begin(strategy, seed);
        for (Event event : log) {
            switch (event) {
                case Event.Asked(int slots, List<Trial> trials) ->
                        assertThat(again.ask(slots)).isEqualTo(trials);
                case Event.Told(int trial, Outcome outcome) -> again.tell(trial, outcome);
            }
        }

        assertThat(again.decided()).isEqualTo(first.decided());
        assertThat(again.progress()).isEqualTo(first.progress());
        assertThat(again.needless()).isEqualTo(first.needless());
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void what_is_needless_does_not_matter(
            @ForAll("strategies") Strategy strategy, @ForAll long seed) {
        World world = new World(seed, 1, true);
        Random chance = new Random(seed);
        Search one = Searches.begin(strategy, seed);
        Search other = Searches.begin(strategy, seed);
        List<Trial> open = new ArrayList<>();
        while (one.decided().isEmpty()) {
            int slots = 1 + chance.nextInt(8);
            List<Trial> now = one.ask(slots);
            assertThat(other.ask(slots)).isEqualTo(now);
            open.addAll(now);
            if (open.isEmpty()) {
                break;
            }
            Trial told = open.remove(chance.nextInt(open.size()));
            boolean needless = one.needless().contains(told.id());
            one.tell(told.id(), world.of(told));
            other.tell(told.id(), needless ? Play.checked("whatever", true) : world.of(told));
        }
        assertThat(other.decided().map(choice -> choice.ranked().getFirst()))
                .isEqualTo(one.decided().map(choice -> choice.ranked().getFirst()));
    }

    @Test
    void an_unknown_trial_and_no_slots_are_refused() {
        Search search = Searches.begin(new Strategy.BestOf(3, 3), 1);
        search.ask(2);

        assertThatThrownBy(() -> search.tell(2, Play.ERROR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> search.tell(-1, Play.ERROR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> search.ask(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_most_calls_are_those_worked_out_by_hand() {
        // 8 answers, each with an opinion asked for twice.
        assertThat(Searches.mostCalls(new Strategy.BestOf(8, 4), true)).isEqualTo(24);
        // 4 answers, 3 matches of 3 comparisons, each asked for twice; a league of 5 has 10.
        assertThat(Searches.mostCalls(new Strategy.Tournament(4, 0, 3, false), false))
                .isEqualTo(4 + 18);
        assertThat(Searches.mostCalls(new Strategy.Tournament(5, 0, 1, true), false))
                .isEqualTo(5 + 20);
        // 1 and 2 times 2 proposals, 3 steps of each with 3 votes, each asked for twice; 2 written.
        assertThat(Searches.mostCalls(new Strategy.Tree(2, 3, 3, 3), false))
                .isEqualTo(5 + 5 * 18 + 2);
        assertThat(Searches.mostCalls(new Strategy.CodeT(8, 5), false)).isEqualTo(9);
        assertThat(Searches.mostCalls(new Strategy.Mix(2, 3, 3), false)).isEqualTo(7);
        // Votes, or a tournament of 8.
        assertThat(Searches.mostCalls(new Strategy.Auto(100, 4, 1, Trust.NONE), false))
                .isEqualTo(8 + 7 * 6);
        assertThat(Searches.mostCalls(new Strategy.Auto(100, 4, 1, Trust.STRONG), false))
                .isEqualTo(100);
        assertThat(Searches.mostCalls(new Strategy.Auto(100, 4, 1, Trust.WEAK), true))
                .isEqualTo(24);
    }

    @Test
    void parameters_that_make_no_sense_are_refused_with_the_reason() {
        List<Strategy> wrong =
                List.of(
                        new Strategy.BestOf(0, 1),
                        new Strategy.BestOf(10_001, 1),
                        new Strategy.BestOf(3, 0),
                        new Strategy.Vote(3, new StopRule.Beta(0.5)),
                        new Strategy.Vote(3, new StopRule.Window(1)),
                        new Strategy.Tournament(3, 0, 2, false),
                        new Strategy.Tournament(3, -1, 3, false),
                        new Strategy.Mix(0, 3, 0),
                        new Strategy.Mix(1 << 16, 1 << 16, 0),
                        new Strategy.Cascade(3, 2, 1.1),
                        new Strategy.Cascade(0, 2, 0.5),
                        new Strategy.Tree(1, 1, 0, 3),
                        new Strategy.Mcts(3, 1, Double.NaN, 2),
                        new Strategy.Mcts(3, 0, 1, 2),
                        new Strategy.AbMcts(3, 0, Posterior.BETA),
                        new Strategy.CodeT(3, 0),
                        new Strategy.Auto(3, 0, 1, Trust.NONE));
        for (Strategy strategy : wrong) {
            assertThat(Searches.fault(strategy)).as("%s", strategy).isPresent();
            assertThatThrownBy(() -> Searches.begin(strategy, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(Searches.fault(strategy).orElseThrow().message());
        }
        assertThat(Searches.fault(new Strategy.Vote(1, new StopRule.AtCap()))).isEmpty();
    }

    @Test
    void each_strategy_has_its_temperature_and_a_cascade_and_a_judge_keep_their_own() {
        StopRule cap = new StopRule.AtCap();
        assertThat(temperature(new Strategy.BestOf(3, 3))).isEqualTo(0.8);
        assertThat(temperature(new Strategy.CodeT(3, 3))).isEqualTo(0.8);
        for (Strategy strategy :
                List.of(
                        new Strategy.Vote(3, cap),
                        new Strategy.Score(3, false),
                        new Strategy.Tournament(3, 0, 1, false),
                        new Strategy.Mix(1, 3, 0),
                        new Strategy.Tree(2, 2, 2, 1),
                        new Strategy.Mcts(3, 1, 1.4, 2),
                        new Strategy.AbMcts(3, 1, Posterior.GAUSSIAN),
                        new Strategy.Auto(3, 3, 1, Trust.NONE))) {
            assertThat(temperature(strategy)).as("%s", strategy).isEqualTo(0.7);
        }
        assertThat(temperature(new Strategy.Cascade(3, 2, 0.7))).isNull();
        Play judged = new Play(Searches.begin(new Strategy.Tournament(2, 0, 1, false), 1));
        judged.ask().forEach(trial -> judged.tell(trial.id(), Play.says("" + trial.id())));
        assertThat(judged.ask()).singleElement().matches(trial -> trial.temperature() == null);
    }

    private static @Nullable Double temperature(Strategy strategy) {
        return Searches.begin(strategy, 1).ask(1).getFirst().temperature();
    }
}
