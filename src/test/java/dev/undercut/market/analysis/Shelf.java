package dev.undercut.market.analysis;

import dev.undercut.money.PricePerMtok;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small market for tests, built by hand. */
final class Shelf implements Quality {
    static final LocalDate START = LocalDate.of(2024, 1, 1);

    private final List<PricedSpan> spans = new ArrayList<>();
    private final Map<String, ModelFacts> models = new HashMap<>();
    private final Map<String, Score> scores = new HashMap<>();

    static LocalDate day(int day) {
        return START.plusDays(day);
    }

    /** A model known since that day. */
    Shelf model(String id, String vendor, int released, boolean open, double ci, double error) {
        models.put(id, new ModelFacts(id, vendor, day(released), open, null, false, 1000L));
        scores.put(id, new Score(ci, error, false));
        return this;
    }

    /** The weights of a model came out that day, after its release. */
    Shelf opens(String id, int since) {
        ModelFacts model = Objects.requireNonNull(models.get(id), id);
        models.put(
                id,
                new ModelFacts(
                        id, model.vendor(), model.released(), true, day(since), false, 1000L));
        return this;
    }

    /** A model of a maker of its own that is measured exactly. */
    Shelf model(String id, double ci) {
        return model(id, "maker-of-" + id, 0, false, ci, 0);
    }

    /** Sold by its maker from that day on at one price for input and output. */
    Shelf sells(String model, int from, String usd) {
        return sells(vendor(model), model, from, null, usd);
    }

    Shelf sells(String provider, String model, int from, @Nullable Integer to, String usd) {
        LocalDate end = to == null ? null : day(to);
        PricePerMtok price = PricePerMtok.parse(usd);
        spans.add(
                new PricedSpan(
                        provider,
                        model,
                        model,
                        provider.equals(vendor(model)),
                        day(from),
                        end,
                        end,
                        day(from),
                        price,
                        null,
                        null,
                        price,
                        null,
                        List.of("a test"),
                        Set.of(),
                        Set.of()));
        return this;
    }

    private String vendor(String model) {
        return Objects.requireNonNull(models.get(model)).vendor();
    }

    PricePanel panel() {
        return new PricePanel(spans, models.values(), this);
    }

    static Selection at(int day) {
        return Selection.until(day(day));
    }

    @Override
    public Optional<Score> score(String model, String measure) {
        return measure.equals(CI) ? Optional.ofNullable(scores.get(model)) : Optional.empty();
    }

    @Override
    public double probabilityAtLeast(String model, double floor) {
        Score score = scores.get(model);
        return score == null ? 0 : atLeast(score.value() - floor, score.standardError());
    }

    @Override
    public double probabilityAtLeast(String model, String other) {
        Score one = scores.get(model);
        Score two = scores.get(other);
        return one == null || two == null
                ? 0
                : atLeast(
                        one.value() - two.value(),
                        Math.hypot(one.standardError(), two.standardError()));
    }

    /** A logistic stand-in for the normal: right in the middle and at the ends. */
    private static double atLeast(double difference, double error) {
        return error == 0 ? difference >= 0 ? 1 : 0 : 1 / (1 + Math.exp(-1.7 * difference / error));
    }

    @Override
    public Set<String> measures() {
        return Set.of(CI);
    }
}
