package dev.undercut.compute.search;

import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What strategies themselves cost, without a model: whole searches of a thousand trials. Targets:
 * AB-MCTS below 1 s of CPU, a vote below a few microseconds a trial (so a few milliseconds here).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SearchBenchmark {
    private static final int TRIALS = 1000;

    /** How scores go: refining pays, does not, or makes no difference. */
    @Param({"0.1", "0", "-0.1"})
    private double gain;

    @Benchmark
    public Object abMctsGaussian() {
        return played(new Strategy.AbMcts(TRIALS, 3, Strategy.Posterior.GAUSSIAN));
    }

    @Benchmark
    public Object abMctsBeta() {
        return played(new Strategy.AbMcts(TRIALS, 3, Strategy.Posterior.BETA));
    }

    @Benchmark
    public Object mcts() {
        return played(new Strategy.Mcts(TRIALS, 3, Math.sqrt(2), 2));
    }

    /** Two answers in turn never end early: all trials are told. */
    @Benchmark
    public Object vote() {
        return played(new Strategy.Vote(TRIALS, new Strategy.StopRule.Beta(0.95)));
    }

    private Object played(Strategy strategy) {
        Search search = Searches.begin(strategy, 1);
        SplittableRandom chance = new SplittableRandom(1);
        for (List<Trial> now = search.ask(8); !now.isEmpty(); now = search.ask(8)) {
            for (Trial trial : now) {
                double score = 0.4 * chance.nextDouble() + (trial.parent() < 0 ? 0.3 : 0.3 + gain);
                String answer = trial.id() % 2 == 0 ? "a" : "b";
                search.tell(
                        trial.id(), new Answered("text", answer, score, null, null, "feedback"));
            }
        }
        return search.decided().orElseThrow();
    }
}
