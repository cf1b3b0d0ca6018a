package dev.undercut.compute.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search;
import dev.undercut.compute.Trial;
import dev.undercut.compute.run.Models.Limits;
import dev.undercut.compute.run.Models.Said;
import dev.undercut.compute.run.Models.Terms;
import dev.undercut.compute.verify.Verifier.Finding;
import dev.undercut.money.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EngineTest {
    private static final FakeModels.Book CHEAP = FakeModels.priced(100, 1000);

    private final List<RunEvent> log = Collections.synchronizedList(new ArrayList<>());

    private Engine engine(FakeModels models, RunSpec spec, Checking checking, MostVotes search) {
        return new Engine(
                new Engine.Rooms(
                        models, checking, new RunPurse(spec.budget()), log::add, System::nanoTime),
                spec,
                Runs.question(null),
                search,
                Watcher.NOBODY);
    }

    private RunResult run(FakeModels models, RunSpec spec, MostVotes search) {
        return engine(models, spec, Runs.LAST_WORD, search).run();
    }

    private static String sample(int model, int salt) {
        return "it is " + new Random(model * 31L + salt).nextInt(3);
    }

    @Test
    void all_calls_are_made_and_paid_and_the_majority_wins() {
        FakeModels models =
                new FakeModels(
                        CHEAP,
                        call ->
                                call.answers(
                                        "it is " + call.number() % 2, Usage.of(3, 5), new Usd(7)));
        RunResult result =
                run(models, Runs.spec(9, 1, Budget.NONE, true, 1), new MostVotes(1, 9, 1));
        assertThat(result.reason()).isEqualTo(dev.undercut.compute.run.StopReason.EXHAUSTED);
        assertThat(result.totals().cost()).isEqualTo(new Usd(7L * result.totals().calls()));
        assertThat(result.totals().usage().total()).isEqualTo(8L * result.totals().calls());
        assertThat(result.nodes()).hasSize(9);
    }

    @Test
    void no_more_calls_are_under_way_than_there_are_slots() throws InterruptedException {
        CountDownLatch full = new CountDownLatch(5);
        FakeModels models =
                new FakeModels(
                        CHEAP,
                        call -> {
                            full.countDown();
                            assertThat(full.await(5, TimeUnit.SECONDS)).isTrue();
                            return call.answers("it is 1", Usage.of(1, 1), Usd.ZERO);
                        });
        run(models, Runs.spec(30, 1, Budget.NONE, false, 5), new MostVotes(1, 30, 1));
        assertThat(models.most.get()).isEqualTo(5);
    }

    @Test
    void failed_truncated_and_declined_answers_are_told_as_failures() {
        FakeModels models =
                new FakeModels(
                        CHEAP,
                        call ->
                                switch (call.number()) {
                                    case 0 -> call.fails("down");
                                    case 1 ->
                                            new Said.Answered(
                                                    FakeModels.answer("half", StopReason.LENGTH),
                                                    call.note(Usage.of(1, 1), new Usd(1), "ok"));
                                    case 2 ->
                                            new Said.Answered(
                                                    FakeModels.answer("", StopReason.FILTER),
                                                    call.note(Usage.of(1, 1), new Usd(1), "ok"));
                                    default -> call.answers("it is 4", Usage.of(1, 1), new Usd(1));
                                });
        RunResult result =
                run(models, Runs.spec(6, 1, Budget.NONE, true, 1), new MostVotes(1, 6, 1));
        assertThat(result.nodes())
                .extracting(node -> node.outcome() instanceof Outcome.Failed f ? f.reason() : null)
                .startsWith(Outcome.Reason.ERROR, Outcome.Reason.TRUNCATED, Outcome.Reason.DECLINED)
                .contains((Outcome.Reason) null);
        assertThat(result.ranked().getFirst().node().trial().id()).isEqualTo(3);
    }

    @Test
    void once_decided_nothing_new_starts_and_what_is_under_way_is_cut() throws Exception {
        CountDownLatch others = new CountDownLatch(7);
        FakeModels models =
                new FakeModels(
                        CHEAP,
                        call -> {
                            if (call.number() == 0) {
                                assertThat(others.await(5, TimeUnit.SECONDS)).isTrue();
                                return call.answers("it is 42", Usage.of(1, 1), new Usd(5));
                            }
                            others.countDown();
                            call.cancelled().await();
                            return call.cut(new Usd(2));
                        });
        Checking checking =
                Runs.checking(
                        (text, answer) -> new Finding("42".equals(answer), null, null, ""), null);
        RunResult result =
                engine(
                                models,
                                Runs.spec(100, 1, Budget.NONE, false, 8),
                                checking,
                                new MostVotes(1, 100, 1))
                        .run();
        int made = models.made.get();
        assertThat(result.reason()).isEqualTo(dev.undercut.compute.run.StopReason.PASSED);
        assertThat(made).isEqualTo(8);
        assertThat(models.cut.get()).isEqualTo(7);
        assertThat(result.totals().cancelled()).isEqualTo(7);
        assertThat(result.totals().cost()).isEqualTo(new Usd(5 + 7 * 2));
        assertThat(models.underWay.get()).isZero();
        assertThat(log.getLast()).isInstanceOf(RunEvent.Ended.class);
    }

    @Test
    void a_client_that_leaves_ends_the_run() throws Exception {
        CountDownLatch started = new CountDownLatch(4);
        FakeModels models =
                new FakeModels(
                        CHEAP,
                        call -> {
                            started.countDown();
                            call.cancelled().await();
                            return call.cut(new Usd(2));
                        });
        Engine engine =
                engine(
                        models,
                        Runs.spec(50, 1, Budget.NONE, false, 4),
                        Runs.LAST_WORD,
                        new MostVotes(1, 50, 1));
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        started.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    engine.cancel();
                });
        RunResult result = engine.run();
        assertThat(result.reason()).isEqualTo(dev.undercut.compute.run.StopReason.CANCELLED);
        assertThat(models.made.get()).isEqualTo(4);
        assertThat(result.ranked()).isEmpty();
        assertThat(result.totals().cost()).isEqualTo(new Usd(8));
    }

    /** Says what another one says, until it is told a third outcome. */
    private record Mistaken(Search right, AtomicInteger told) implements Search {
        @Override
        public List<Trial> ask(int slots) {
            return right.ask(slots);
        }

        @Override
        public void tell(int trial, Outcome outcome) {
            if (told.incrementAndGet() == 3) {
                throw new IllegalStateException("a mistake");
            }
            right.tell(trial, outcome);
        }

        @Override
        public List<Integer> needless() {
            return right.needless();
        }

        @Override
        public Optional<Choice> decided() {
            return right.decided();
        }

        @Override
        public Optional<Choice> best() {
            return right.best();
        }

        @Override
        public Progress progress() {
            return right.progress();
        }
    }

    @Test
    void a_mistake_of_ours_ends_the_run_with_every_call_ended_and_counted() {
        FakeModels models =
                new FakeModels(
                        CHEAP,
                        call -> {
                            if (call.number() < 3) {
                                return call.answers("it is 1", Usage.of(1, 1), new Usd(5));
                            }
                            call.cancelled().await();
                            return call.cut(new Usd(2));
                        });
        RunSpec spec = Runs.spec(20, 1, Budget.NONE, false, 6);
        RunPurse purse = new RunPurse(spec.budget());
        RunResult result =
                new Engine(
                                new Engine.Rooms(
                                        models, Runs.LAST_WORD, purse, log::add, System::nanoTime),
                                spec,
                                Runs.question(null),
                                new Mistaken(new MostVotes(1, 20, 1), new AtomicInteger()),
                                Watcher.NOBODY)
                        .run();
        assertThat(result.reason()).isEqualTo(dev.undercut.compute.run.StopReason.FAILED);
        assertThat(result.ranked()).isEmpty();
        assertThat(result.problem()).isEqualTo("an internal error");
        assertThat(models.underWay.get()).isZero();
        assertThat(result.totals().calls()).isEqualTo(models.made.get());
        assertThat(result.totals().cost())
                .isEqualTo(new Usd(3 * 5 + 2L * (models.made.get() - 3)))
                .isEqualTo(purse.spent().usd());
        assertThat(log.getLast()).isInstanceOf(RunEvent.Ended.class);
    }

    @Test
    void the_time_of_a_run_is_over_when_it_is_over() {
        FakeModels models =
                new FakeModels(
                        CHEAP,
                        call -> {
                            if (call.number() < 2) {
                                return call.answers("it is 1", Usage.of(1, 1), new Usd(1));
                            }
                            call.cancelled().await();
                            return call.cut(new Usd(1));
                        });
        Budget budget = new Budget(null, null, Duration.ofMillis(50), null);
        RunResult result = run(models, Runs.spec(20, 1, budget, false, 4), new MostVotes(1, 20, 1));
        assertThat(result.reason()).isEqualTo(dev.undercut.compute.run.StopReason.BUDGET_TIME);
        assertThat(result.ranked()).hasSize(1);
    }

    @Test
    void a_budget_of_calls_ends_with_the_best_so_far() {
        FakeModels models =
                new FakeModels(CHEAP, call -> call.answers("it is 1", Usage.of(1, 1), new Usd(1)));
        Budget budget = new Budget(null, null, null, 5);
        RunResult result = run(models, Runs.spec(20, 1, budget, false, 3), new MostVotes(1, 20, 1));
        assertThat(result.reason()).isEqualTo(dev.undercut.compute.run.StopReason.BUDGET_CALLS);
        assertThat(models.made.get()).isEqualTo(5);
        assertThat(result.ranked()).hasSize(1);
    }

    @Test
    void an_unknown_price_is_not_affordable_under_a_budget_of_dollars() {
        FakeModels models =
                new FakeModels(
                        (model, limits) -> new Terms.Open(null, null, 1, 1, 1, 10, false),
                        call -> call.answers("it is 1", Usage.of(1, 1), null));
        Budget budget = new Budget(new Usd(1000), null, null, null);
        RunResult result = run(models, Runs.spec(4, 1, budget, false, 4), new MostVotes(1, 4, 1));
        assertThat(models.made.get()).isZero();
        assertThat(result.ranked()).isEmpty();
        assertThat(result.problem()).contains("price is not known");
    }

    @Test
    void near_the_edge_of_the_budget_answers_are_limited_before_the_run_stops() {
        List<Limits> given = Collections.synchronizedList(new ArrayList<>());
        FakeModels models =
                new FakeModels(
                        FakeModels.priced(100, 1000),
                        call -> {
                            given.add(call.limits());
                            return call.answers("it is 1", Usage.of(1, 1), call.limits().usd());
                        });
        Budget budget = new Budget(new Usd(1000), null, null, null);
        RunResult result = run(models, Runs.spec(20, 1, budget, true, 4), new MostVotes(1, 20, 1));
        assertThat(result.totals().cost()).isEqualTo(new Usd(1000));
        assertThat(given).extracting(Limits::usd).startsWith(new Usd(400)).endsWith(new Usd(200));
    }

    @Test
    void a_judge_scores_through_the_same_purse_and_an_unreadable_rating_is_no_zero() {
        AtomicInteger verdicts = new AtomicInteger();
        FakeModels models =
                new FakeModels(
                        CHEAP,
                        call ->
                                call.purpose() == Models.Purpose.VERDICT
                                        ? call.answers(
                                                verdicts.getAndIncrement() < 2
                                                        ? "no idea"
                                                        : "fine\nScore: 8",
                                                Usage.of(9, 9),
                                                new Usd(3))
                                        : call.answers("it is 1", Usage.of(1, 1), new Usd(1)));
        RunSpec spec = Runs.spec(2, 1, Budget.NONE, true, 1);
        RunResult result =
                engine(models, spec, Runs.checking(null, 0), new MostVotes(1, 2, 1)).run();
        assertThat(result.nodes())
                .extracting(node -> node.outcome() instanceof Outcome.Answered a ? a.score() : -1.0)
                .containsExactly(null, 0.8);
        assertThat(result.nodes().get(0).notes()).hasSize(3);
        assertThat(result.totals().cost()).isEqualTo(new Usd(2 + 3 * 3));
    }

    @Test
    void the_others_wait_for_the_first_byte_where_cached_input_is_cheaper() throws Exception {
        CountDownLatch firstBegan = new CountDownLatch(1);
        FakeModels models =
                new FakeModels(
                        (model, limits) ->
                                new Terms.Open(new Usd(1), new Usd(9), 5000, 10, 5000, 100, true),
                        call -> {
                            if (call.number() == 0) {
                                call.heard().accept(new Delta.Text(0, "it"));
                                firstBegan.countDown();
                            } else {
                                assertThat(firstBegan.getCount()).isZero();
                            }
                            return call.answers("it is 1", Usage.of(1, 1), new Usd(1));
                        });
        RunResult result =
                run(models, Runs.spec(8, 1, Budget.NONE, false, 8), new MostVotes(1, 8, 1));
        assertThat(result.nodes())
                .extracting(RunNode::outcome)
                .noneMatch(
                        o -> o instanceof Outcome.Failed f && f.reason() == Outcome.Reason.ERROR);
    }

    /** Each call's answer is a function of model and number of sample; its latency is not. */
    private static FakeModels shuffled(long shuffle, int together) {
        Random order = new Random(shuffle);
        List<CountDownLatch> gates = Collections.synchronizedList(new ArrayList<>());
        return new FakeModels(
                CHEAP,
                call -> {
                    CountDownLatch gate = new CountDownLatch(1);
                    synchronized (order) {
                        gates.add(gate);
                        if (gates.size() >= together) {
                            Collections.shuffle(gates, order);
                            gates.removeFirst().countDown();
                        }
                    }
                    gate.await(20, TimeUnit.MILLISECONDS);
                    Long seed = call.words().sampling().seed();
                    int salt = seed == null ? 0 : seed.intValue();
                    return call.answers(sample(call.model(), salt), Usage.of(2, 2), new Usd(50));
                });
    }

    private RunResult strict(
            long shuffle, List<RunEvent> into, MostVotes search, List<RunEvent> from) {
        RunSpec spec = Runs.spec(24, 3, new Budget(new Usd(100_000), null, null, null), true, 6);
        RunPurse purse = new RunPurse(spec.budget());
        purse.before(RunHistory.of(from).spent());
        return new Engine(
                        new Engine.Rooms(
                                shuffled(shuffle, 4),
                                Runs.LAST_WORD,
                                purse,
                                into::add,
                                System::nanoTime),
                        spec,
                        Runs.question(7L),
                        search,
                        Watcher.NOBODY)
                .resume(from);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void in_strict_order_latencies_do_not_change_the_run(long shuffle) {
        MostVotes one = new MostVotes(9, 24, 3);
        MostVotes other = new MostVotes(9, 24, 3);
        List<RunEvent> logOfOne = Collections.synchronizedList(new ArrayList<>());
        List<RunEvent> logOfOther = Collections.synchronizedList(new ArrayList<>());
        strict(0, logOfOne, one, List.of());
        strict(shuffle, logOfOther, other, List.of());
        assertThat(other.state()).isEqualTo(one.state());
        assertThat(searched(logOfOther)).isEqualTo(searched(logOfOne));
    }

    /** What the search saw, without times and money. */
    private static List<String> searched(List<RunEvent> events) {
        return events.stream()
                .map(event ->
                        switch (event) {
                            case RunEvent.Asked asked -> asked.toString();
                            case RunEvent.Told told -> told.trial() + " " + told.outcome();
                            case RunEvent.Started _, RunEvent.Paid _, RunEvent.Ended _ -> "";
                        })
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void a_log_written_and_read_replays_to_the_same_search() {
        MostVotes run = new MostVotes(9, 24, 3);
        List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
        strict(3, events, run, List.of());
        List<RunEvent> read = events.stream().map(RunEvents::write).map(RunEvents::read).toList();
        assertThat(read).isEqualTo(events);
        MostVotes again = new MostVotes(9, 24, 3);
        RunHistory.of(read).retell(again);
        assertThat(again.state()).isEqualTo(run.state());
    }

    @Test
    void a_run_that_was_interrupted_anywhere_ends_as_if_it_had_not_been() {
        MostVotes whole = new MostVotes(9, 24, 3);
        List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
        strict(3, events, whole, List.of());
        for (int cut = 0; cut < events.size() - 1; cut += 5) {
            MostVotes rest = new MostVotes(9, 24, 3);
            List<RunEvent> before = List.copyOf(events.subList(0, cut));
            List<RunEvent> after = Collections.synchronizedList(new ArrayList<>());
            strict(cut, after, rest, before);
            assertThat(rest.state()).as("cut after %d events", cut).isEqualTo(whole.state());
        }
    }

    @Test
    void a_thousand_calls_run_in_waves() {
        FakeModels models =
                new FakeModels(CHEAP, call -> call.answers("it is 1", Usage.of(1, 1), new Usd(1)));
        RunResult result =
                run(models, Runs.spec(1000, 1, Budget.NONE, false, 200), new MostVotes(1, 1000, 1));
        assertThat(result.nodes()).hasSize(1000);
        assertThat(models.most.get()).isLessThanOrEqualTo(200);
        assertThat(result.totals().cost()).isEqualTo(new Usd(result.totals().calls()));
    }

    @Test
    void samples_differ_although_the_client_sent_a_seed() {
        FakeModels models =
                new FakeModels(CHEAP, call -> call.answers("it is 1", Usage.of(1, 1), new Usd(1)));
        RunSpec spec = Runs.spec(5, 1, Budget.NONE, true, 5);
        new Engine(
                        new Engine.Rooms(
                                models,
                                Runs.LAST_WORD,
                                new RunPurse(Budget.NONE),
                                RunLog.NONE,
                                System::nanoTime),
                        spec,
                        Runs.question(100L),
                        new MostVotes(1, 5, 1),
                        Watcher.NOBODY)
                .run();
        assertThat(models.asked)
                .extracting(Conversation::sampling)
                .extracting(Conversation.Sampling::seed)
                .doesNotHaveDuplicates();
    }
}
