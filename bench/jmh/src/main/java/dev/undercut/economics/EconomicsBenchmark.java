package dev.undercut.economics;

import dev.undercut.economics.data.EconomicsFiles;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.plan.Churn;
import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.plan.FlatPlan;
import dev.undercut.economics.plan.LifetimeValue;
import dev.undercut.economics.plan.LogNormalCost;
import dev.undercut.economics.plan.PlanOutcome;
import dev.undercut.economics.plan.PlanSimulation;
import dev.undercut.economics.plan.TailedCost;
import dev.undercut.economics.serving.Efficiency;
import dev.undercut.economics.serving.Precision;
import dev.undercut.economics.serving.Roofline;
import dev.undercut.economics.serving.Throughput;
import dev.undercut.economics.serving.Tokens;
import dev.undercut.economics.task.SolveRate;
import dev.undercut.economics.task.TaskOutcome;
import dev.undercut.economics.task.TestTimeCost;
import dev.undercut.web.answer.Reply;
import dev.undercut.web.economics.Bills;
import dev.undercut.web.economics.EconomicsDesk;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The closed forms of economics, target each below 1 ms; 200,000 drawn users over 36 months, target
 * below 300 ms on 2 cores; and whole answers of the desk, with all combinations of their ranges.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class EconomicsBenchmark {
    private static final FlatPlan PLAN = new FlatPlan(200, 0.03, 0);
    private static final CostPath PATH = new CostPath(10, 2.15);
    private static final int USERS = 200_000;
    private static final int MONTHS = 36;

    private final LogNormalCost cost = new LogNormalCost(250, 1.5);
    private final TailedCost tailed = new TailedCost(250, 1.5, 1.5);
    private EconomicsDesk desk;
    private Roofline roofline;

    @Setup
    public void read() {
        EconomicsFacts facts = EconomicsFiles.load();
        roofline =
                new Roofline(
                        facts.shape("deepseek-v3").orElseThrow(),
                        facts.accelerator("H200-SXM").orElseThrow(),
                        8,
                        Precision.FP8,
                        Precision.FP8,
                        new Efficiency(0.4, 0.6, 0.002));
        desk =
                new EconomicsDesk(
                        () -> facts,
                        day -> {
                            throw new IllegalStateException("no book is asked for here");
                        },
                        Bills.NONE,
                        () -> Instant.parse("2026-11-22T12:00:00Z"));
    }

    @Benchmark
    public double lossAndCap() {
        return PLAN.lossShare(cost) + cost.capped(1000);
    }

    @Benchmark
    public FlatPlan.BreakEvenCap breakEvenCap() {
        return PLAN.breakEvenCap(cost);
    }

    @Benchmark
    public FlatPlan.BreakEvenCap breakEvenCapWithTail() {
        return PLAN.breakEvenCap(tailed);
    }

    @Benchmark
    public double lifetimeValue() {
        return new LifetimeValue(194, 250, PATH, 0.05, 0.01).over(MONTHS);
    }

    @Benchmark
    public Optional<Throughput<Tokens.Total>> roofline() {
        return roofline.inTurns(40, 1024, 1024);
    }

    @Benchmark
    public TaskOutcome majorityOf1001() {
        return TestTimeCost.majority(new SolveRate.Fixed(0.6), 1001, 0.02);
    }

    /** The whole Monte Carlo of a plan, on one core. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public PlanOutcome simulatedUsers() {
        return new PlanSimulation(PLAN, tailed, 3200, PATH, new Churn(0.05, 0.5, -0.3), 0.01)
                .run(USERS, MONTHS, 1);
    }

    /** The document of a plan: 81 combinations of its ranges and the Monte Carlo. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Reply planAnswer() {
        return found(desk.answer("plan", Map.of("fall", "10")));
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Reply taskAnswer() {
        return found(desk.answer("task", Map.of()));
    }

    private static Reply found(Reply reply) {
        if (reply instanceof Reply.Refused(boolean unknown, String message)) {
            throw new IllegalStateException(message);
        }
        return reply;
    }
}
