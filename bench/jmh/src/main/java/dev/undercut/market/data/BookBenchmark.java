package dev.undercut.market.data;

import dev.undercut.market.Book;
import dev.undercut.market.PriceHistory;
import java.time.Instant;
import java.time.LocalDate;
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
 * From the data files to the book of a day, warm. How long a start waits for the book, cold, is
 * measured by {@code bench/market.sh}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class BookBenchmark {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final LocalDate THEN = LocalDate.parse("2025-01-20");

    private MarketFacts facts;
    private PriceHistory history;

    @Setup
    public void read() {
        facts = MarketFacts.load();
        history = facts.history();
    }

    @Benchmark
    public MarketFacts load() {
        return MarketFacts.load();
    }

    @Benchmark
    public PriceHistory history() {
        return facts.history();
    }

    @Benchmark
    public Book book() {
        return history.book(AT);
    }

    @Benchmark
    public Book bookAsKnownOn() {
        return history.asKnownOn(THEN).book(AT);
    }
}
