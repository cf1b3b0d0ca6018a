package dev.undercut.market.analysis;

import dev.undercut.market.PriceHistory;
import dev.undercut.market.data.MarketFacts;
import java.time.LocalDate;
import java.util.List;
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
 * Every analysis over the shipped history, asked as the doors ask without options: GPT-4 class,
 * three parts input to one part output, everybody. Target: each below 100 ms warm.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class MarketBenchmark {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
    private static final int MONTHS_AHEAD = 12;
    private static final int BACK_TEST_MONTHS = 6;
    private static final int SELLERS = 2;
    private static final double NOTABLE = 2;
    private static final String MODEL = "gpt-4o";

    private final QualityClass wanted = new QualityClass(Quality.CI, 50);
    private final Selection selection = Selection.until(TODAY);
    private PriceHistory history;
    private PricePanel panel;
    private PriceIndex.Index index;
    private List<PricedPoint> points;

    @Setup
    public void read() {
        history = MarketFacts.load().history();
        panel = panel();
        index = indexConstantQuality();
        points = panel.points("gpqa-diamond", Blend.THREE_TO_ONE);
        if (index.points().isEmpty() || points.isEmpty()) {
            throw new IllegalStateException("nothing to analyse");
        }
    }

    /** What every analysis rests on; the doors keep it until the history changes. */
    @Benchmark
    public PricePanel panel() {
        return Panels.of(history, new ModelQuality(history.models()));
    }

    @Benchmark
    public PriceIndex.Index indexConstantQuality() {
        return PriceIndex.of(panel, wanted, selection, PriceIndex.Method.CONSTANT_QUALITY);
    }

    @Benchmark
    public PriceIndex.Index indexEpoch() {
        return PriceIndex.of(panel, wanted, selection, PriceIndex.Method.EPOCH);
    }

    @Benchmark
    public PriceIndex.Index indexA16z() {
        return PriceIndex.of(panel, wanted, selection, PriceIndex.Method.A16Z);
    }

    /** Epoch's procedure for every threshold of one benchmark. */
    @Benchmark
    public List<EpochTrend.Fit> epochTrends() {
        return EpochTrend.all(points, EpochTrend.Scale.PERCENT);
    }

    /** Every price that the maker asked for the model, against every class it belongs to. */
    @Benchmark
    public int position() {
        List<QualityClass> classes = Position.classes(panel, MODEL, Quality.CI, selection);
        int places = 0;
        for (PricedSpan span : panel.spans()) {
            if (span.model().equals(MODEL) && span.isPaid() && span.firstParty()) {
                places += Position.of(panel, span, classes, selection).size();
            }
        }
        return places;
    }

    @Benchmark
    public Frontier.Split frontier() {
        return Frontier.at(panel, selection);
    }

    @Benchmark
    public List<Value.Best> value() {
        return Value.byVendor(panel, selection);
    }

    @Benchmark
    public List<Race.Entry> raceOnCapability() {
        return Race.onCapability(panel, selection);
    }

    @Benchmark
    public List<Race.Entry> raceOnContext() {
        return Race.onContext(panel, selection);
    }

    @Benchmark
    public List<Gap.Row> gap() {
        return Gap.over(panel, null, selection);
    }

    @Benchmark
    public List<Undercuts.Event> undercuts() {
        return Undercuts.events(panel, selection, NOTABLE);
    }

    @Benchmark
    public Forecast.Outlook forecast() {
        return Forecast.of(panel, index, MONTHS_AHEAD);
    }

    @Benchmark
    public Forecast.BackTest backTest() {
        return Forecast.backTest(index.points(), TODAY, BACK_TEST_MONTHS);
    }

    @Benchmark
    public Spread.OfMarket spread() {
        return Spread.ofMarket(panel, selection, SELLERS);
    }
}
