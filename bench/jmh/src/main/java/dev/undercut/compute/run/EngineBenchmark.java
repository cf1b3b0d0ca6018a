package dev.undercut.compute.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.search.Searches;
import dev.undercut.compute.verify.ExtractorSpec;
import dev.undercut.money.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * A whole run of 1,000 calls with 200 at once (a strategy that asks for all of them: a vote keeps
 * no more under way than could still matter), of a model in memory that takes 50 ms or no time.
 * Targets: below 350 ms with 50 ms (250 ms is what five waves take by themselves), within 256 MB;
 * below 50 ms without, which is 50 microseconds a call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
public class EngineBenchmark {
    private static final int CALLS = 1000;

    /** How long a call takes, in milliseconds. */
    @Param({"50", "0"})
    private int millis;

    @Benchmark
    public RunResult sample() {
        return run(Budget.NONE);
    }

    /** Every call set aside and settled. */
    @Benchmark
    public RunResult sampleWithinBudget() {
        return run(new Budget(Usd.parse("1000"), null, null, null));
    }

    private RunResult run(Budget budget) {
        Strategy strategy = new Strategy.Score(CALLS, false);
        RunSpec spec =
                new RunSpec(
                        strategy,
                        List.of("m"),
                        1,
                        null,
                        null,
                        new ExtractorSpec.Exact(),
                        budget,
                        1,
                        false,
                        RunSpec.OnExhausted.BEST,
                        RunSpec.Showing.OFF,
                        200);
        RunResult result =
                new Engine(
                                new Engine.Rooms(
                                        new Memory(Duration.ofMillis(millis)),
                                        new Checking(Optional::of, null, null, null),
                                        new RunPurse(budget),
                                        RunLog.NONE,
                                        System::nanoTime),
                                spec,
                                QUESTION,
                                Searches.begin(strategy, 1),
                                Watcher.NOBODY)
                        .run();
        if (result.totals().calls() != CALLS) {
            throw new IllegalStateException(result.totals() + " " + result.problem());
        }
        return result;
    }

    private static final Conversation QUESTION =
            new Conversation(
                    List.of(),
                    List.of(
                            new Conversation.Turn(
                                    Conversation.Role.USER, List.of(new Part.Text("6*7?")), null)),
                    List.of(),
                    new Conversation.ToolChoice.Auto(),
                    null,
                    Conversation.Sampling.DEFAULT,
                    null,
                    List.of(),
                    1,
                    new Conversation.Format.Text(),
                    Conversation.Thinking.DEFAULT,
                    null,
                    Map.of());

    /** Says something else each time. */
    private record Memory(Duration takes) implements Models {
        @Override
        public Terms terms(int model, Conversation asked, Limits limits) {
            return new Terms.Open(new Usd(100), new Usd(1000), 10, 10, 10, 100, false);
        }

        @Override
        public Call call(
                int model,
                Conversation asked,
                Limits limits,
                Purpose purpose,
                Consumer<Delta> heard) {
            return new Call() {
                @Override
                public Said make() {
                    try {
                        Thread.sleep(takes);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    String text = Long.toString(System.nanoTime());
                    Delta said = new Delta.Text(0, text);
                    heard.accept(said);
                    Answer answer =
                            Answer.of(List.of(said, new Delta.Stopped(0, StopReason.STOP, null)));
                    return new Said.Answered(
                            answer,
                            new CallNote(
                                    "call", purpose, "memory", "m", Usage.of(10, 1), new Usd(100),
                                    false, 1, "ok"));
                }

                @Override
                public void cancel() {}
            };
        }
    }
}
