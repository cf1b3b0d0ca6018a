package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.market.Book;
import dev.undercut.market.Capability;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.OutputExpectations;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.market.ScaleDraws;
import dev.undercut.market.ScaleError;
import dev.undercut.money.PricePerMtok;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * A decision over 5,000 callable offers of 800 models at 20 providers, drawn to look like the
 * market of 2026: seven in ten models rated around 65, prices spread over three orders of
 * magnitude; errors are joint draws, as in the shipped book. No model has a tokeniser: counting
 * tokens is not deciding. Target: p99 below 50 microseconds on an idle machine, of which {@link
 * #machine} tells how idle it was: its work is always the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RouteBenchmark {
    private static final int MODELS = 800;
    private static final int OFFERS = 5_000;
    private static final int DRAWS = 200;
    private static final int PROMPT_BYTES = 840;

    /** Some 16 microseconds of the machine on which decisions take as long. */
    private static final int TOKENS = 9_000;

    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    @Param({"undercut/55", "undercut/75", "undercut/m0", "m1"})
    private String model = "";

    private Router router;
    private Listing listing;
    private RouteSettings settings;
    private ChatRequest request;

    @Setup
    public void draw() {
        Random random = new Random(7);
        ScaleDraws scale = scale(random);
        List<Model> models = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            models.add(model(i, random, scale.of(i)));
        }
        Map<String, Offer> offers = new LinkedHashMap<>();
        while (offers.size() < OFFERS) {
            Offer offer = offer(models.get(random.nextInt(MODELS)), random);
            offers.put(offer.name(), offer);
        }
        Set<String> providers = new TreeSet<>();
        offers.values().forEach(offer -> providers.add(offer.provider()));
        Book book = new Book(AT, models, Map.of(), offers.values());
        listing = new Listing(book, providers, Map.of(), Map.of());
        settings = new RouteSettings(Map.of(), 0.8, "m0");
        router =
                new Router(
                        new TokenCounter(),
                        new OutputExpectations.Builder()
                                .add("*", Effort.DEFAULT, 400, 0)
                                .add("*reasoning", Effort.DEFAULT, 400, 1_500)
                                .add("m2", Effort.DEFAULT, 300, 0)
                                .build());
        request = Questions.to(model, PROMPT_BYTES);
    }

    @Benchmark
    public Decision decide() {
        return router.decide(request, listing, settings, AT);
    }

    /** As long as a decision, without memory or branches: its tail is the machine's. */
    @Benchmark
    public void machine() {
        Blackhole.consumeCPU(TOKENS);
    }

    /** Half of what a draw moves it moves in all models: that half cancels between two of them. */
    private static ScaleDraws scale(Random random) {
        short[][] rows = new short[MODELS][DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double common = random.nextGaussian();
            for (short[] row : rows) {
                row[draw] = (short) (150 * (common + random.nextGaussian()));
            }
        }
        return new ScaleDraws(rows);
    }

    private static Model model(int i, Random random, ScaleError scaleError) {
        Capability capability =
                i == 0 || random.nextInt(10) < 7
                        ? new Capability.Rated(
                                65 + 13 * random.nextGaussian(),
                                1 + 4 * random.nextDouble(),
                                scaleError,
                                false,
                                Capability.Scale.MARKET,
                                "drawn")
                        : Capability.unrated();
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        if (random.nextInt(5) > 0) {
            features.add(Feature.TOOLS);
        }
        return new Model(
                "m" + i, "m" + i, "maker" + i % 30, null, null, random.nextBoolean(), 128_000L,
                16_000L, features, null, capability, Map.of(), "drawn");
    }

    private static Offer offer(Model model, Random random) {
        long input = (long) (1_000_000 * Math.exp(1.5 * random.nextGaussian()));
        Rates rates =
                Rates.of(
                        new PricePerMtok(input),
                        new PricePerMtok(input * (2 + random.nextInt(6))));
        String provider = "p" + random.nextInt(20);
        return new Offer(
                provider, model, model.id(), PriceSchedule.flat(provider + model.id(), rates),
                model.context(), model.maxOutput(), model.features(), Offer.Kind.PAID, "drawn");
    }
}
