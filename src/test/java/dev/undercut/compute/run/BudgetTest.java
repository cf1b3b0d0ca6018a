package dev.undercut.compute.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Usage;
import dev.undercut.compute.run.Models.Terms;
import dev.undercut.money.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BudgetTest {

    @Test
    void in_ten_thousand_random_runs_no_budget_is_passed() {
        List<Integer> over =
                IntStream.range(0, 10_000).filter(BudgetTest::passesItsBudget).boxed().toList();
        assertThat(over).isEmpty();
    }

    /** Random prices, failures, cancels, strategies' sizes and orders. */
    private static boolean passesItsBudget(int seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        int models = dice.nextInt(1, 4);
        List<long[]> prices = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            long expected = dice.nextLong(1, 1_000);
            prices.add(
                    new long[] {
                        expected, expected * dice.nextLong(1, 200), dice.nextInt(10) == 0 ? 0 : 1
                    });
        }
        long dollars = dice.nextLong(1, 20_000);
        Budget budget =
                new Budget(
                        new Usd(dollars),
                        dice.nextBoolean() ? dice.nextLong(1, 20_000) : null,
                        null,
                        dice.nextBoolean() ? dice.nextInt(1, 30) : null);
        ConcurrentLinkedQueue<Long> paid = new ConcurrentLinkedQueue<>();
        AtomicLong tokens = new AtomicLong();
        FakeModels fake = paying(seed, prices, paid, tokens);
        int n = dice.nextInt(1, 25);
        RunSpec spec = Runs.spec(n, models, budget, dice.nextBoolean(), dice.nextInt(1, 9));
        Checking checking = dice.nextInt(4) == 0 ? Runs.checking(null, 0) : Runs.LAST_WORD;
        Engine engine =
                new Engine(
                        new Engine.Rooms(
                                fake,
                                checking,
                                new RunPurse(budget),
                                RunLog.NONE,
                                System::nanoTime),
                        spec,
                        Runs.question(null),
                        new MostVotes(seed, n, models),
                        Watcher.NOBODY);
        if (dice.nextInt(6) == 0) {
            engine.cancel();
        }
        engine.run();
        long spent = paid.stream().mapToLong(Long::longValue).sum();
        Long most = budget.tokens();
        Integer calls = budget.calls();
        return spent > dollars
                || (most != null && tokens.get() > most)
                || (calls != null && fake.made.get() > calls);
    }

    /** Models that take any amount up to what they were allowed, fail, or do not say. */
    private static FakeModels paying(
            int seed, List<long[]> prices, Queue<Long> paid, AtomicLong tokens) {
        return new FakeModels(
                (model, limits) -> terms(prices.get(model), limits),
                call -> {
                    SplittableRandom own = new SplittableRandom(seed * 1000L + call.number());
                    Terms.Open terms = terms(prices.get(call.model()), call.limits());
                    long worst = terms.worst() == null ? 5000 : terms.worst().picos();
                    Usd cost = new Usd(own.nextLong(0, worst + 1));
                    Usage usage = Usage.of(0, own.nextLong(0, terms.worstTokens() + 1));
                    paid.add(cost.picos());
                    tokens.addAndGet(usage.total());
                    return switch (own.nextInt(5)) {
                        case 0 ->
                                new Models.Said.Failed("broke off", call.note(usage, cost, "cut"));
                        case 1 -> call.answers("it is 9", usage, null);
                        default -> call.answers("it is " + own.nextInt(4), usage, cost);
                    };
                });
    }

    private static Terms.Open terms(long[] price, Models.Limits limits) {
        if (price[2] == 0) {
            return new Terms.Open(null, null, 10, 50, 10, 400, false);
        }
        long output = limits.output() == null ? 400 : Math.min(400, limits.output());
        long worst = Math.max(1, price[1] * output / 400);
        Usd most = limits.usd();
        if (most != null && most.picos() < worst) {
            output = Math.max(0, 400 * most.picos() / price[1]);
            worst = most.picos();
        }
        return new Terms.Open(new Usd(price[0]), new Usd(worst), 10, 50, 10, output, false);
    }
}
