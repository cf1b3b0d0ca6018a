package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.market.Book;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

/**
 * A decision over the shipped book with every provider configured. A prompt of 840 bytes is counted,
 * once for each tokeniser that candidates use, and that takes most of the time; one of 21,000 bytes
 * is estimated, so that the decision alone is left, whose target is that of {@link RouteBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ShippedBookBenchmark {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

    @Param({"undercut/55", "undercut/gpt-4o"})
    private String model = "";

    @Param({"840", "21000"})
    private int promptBytes;

    private Router router;
    private Listing listing;
    private RouteSettings settings;
    private ChatRequest request;

    @Setup
    public void read() {
        Book book = MarketFacts.load().history().book(AT);
        Set<String> providers = new TreeSet<>();
        book.offers().forEach(offer -> providers.add(offer.provider()));
        listing = new Listing(book, providers, Map.of(), Map.of());
        settings = new RouteSettings(Map.of(), 0.8, "gpt-4o");
        router = new Router(new TokenCounter(), MarketFacts.outputExpectations());
        request = Questions.to(model, promptBytes);
        System.out.printf(
                "%n%,d offers of %,d models, %,d callable%n",
                book.offers().size(), book.models().size(), listing.callable().size());
    }

    @Benchmark
    public Decision decide() {
        return router.decide(request, listing, settings, AT);
    }
}
