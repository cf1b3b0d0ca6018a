package dev.undercut.tokens;

import dev.undercut.chat.Prompt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Counting the tokens of a prompt exactly, and estimating them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class TokenBenchmark {
    @Param({"1024", "16384"})
    private int bytes;

    private final TokenCounter counter = new TokenCounter();
    private Prompt prompt = new OneMessage("");

    @Setup
    public void write() {
        prompt = new OneMessage("The price of a given quality falls every year. ".repeat(bytes / 47));
    }

    @Benchmark
    public InputTokens exact() {
        return counter.count(prompt, "o200k_base");
    }

    @Benchmark
    public long estimate() {
        return TokenCounter.estimate(prompt);
    }

    private record OneMessage(String text) implements Prompt {
        @Override
        public long textBytes() {
            return text.length();
        }

        @Override
        public int messages() {
            return 1;
        }

        @Override
        public int images() {
            return 0;
        }

        @Override
        public int lowDetailImages() {
            return 0;
        }
    }
}
