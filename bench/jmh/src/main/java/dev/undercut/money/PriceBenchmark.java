package dev.undercut.money;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * The arithmetic that every request does several times, and the parsing that loading a book does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PriceBenchmark {
    // Not final: JMH's state must not be folded into constants.
    private String text = "2.50";
    private PricePerMtok input = PricePerMtok.parse("2.50");
    private long tokens = 12_345;

    @Benchmark
    public Usd cost_of_tokens() {
        return input.times(tokens);
    }

    @Benchmark
    public PricePerMtok parse() {
        return PricePerMtok.parse(text);
    }

    @Benchmark
    public String plain() {
        return input.plain();
    }
}
