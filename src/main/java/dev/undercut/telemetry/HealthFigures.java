package dev.undercut.telemetry;

import dev.undercut.health.OfferReport;
import dev.undercut.health.OfferReport.LineReport;
import dev.undercut.health.Speed;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The health of offers and keys as figures. Keys are numbered, never shown. */
final class HealthFigures {
    private HealthFigures() {}

    static void register(PrometheusRegistry registry, Supplier<List<OfferReport>> health) {
        gauge("undercut_offer_first_token_seconds", "Time to the first token.", "quantile")
                .callback(told ->
                        each(
                                health,
                                offer -> {
                                    Speed speed = offer.speed();
                                    if (speed.firstTokenMillis() != null) {
                                        told.call(
                                                speed.firstTokenMillis() / 1000,
                                                labels(offer, "0.5"));
                                    }
                                    if (speed.slowFirstTokenMillis() != null) {
                                        told.call(
                                                speed.slowFirstTokenMillis() / 1000,
                                                labels(offer, "0.95"));
                                    }
                                }))
                .register(registry);
        gauge("undercut_offer_tokens_per_second", "Median rate of output.", "quantile")
                .callback(told ->
                        each(
                                health,
                                offer -> {
                                    Double rate = offer.speed().tokensPerSecond();
                                    if (rate != null) {
                                        told.call(rate, labels(offer, "0.5"));
                                    }
                                }))
                .register(registry);
        lines(registry, health);
    }

    private static void lines(PrometheusRegistry registry, Supplier<List<OfferReport>> health) {
        gauge("undercut_offer_in_flight", "Calls under way.", "key")
                .callback(told ->
                        each(
                                health,
                                offer -> {
                                    for (LineReport line : offer.lines()) {
                                        told.call(
                                                line.inFlight(),
                                                labels(offer, String.valueOf(line.key())));
                                    }
                                }))
                .register(registry);
        gauge("undercut_offer_limit", "Most calls at once, where one was met.", "key")
                .callback(told ->
                        each(
                                health,
                                offer -> {
                                    for (LineReport line : offer.lines()) {
                                        if (line.limit() >= 0) {
                                            told.call(
                                                    line.limit(),
                                                    labels(offer, String.valueOf(line.key())));
                                        }
                                    }
                                }))
                .register(registry);
        GaugeWithCallback.builder()
                .name("undercut_offer_state")
                .help("1 for the state that an offer is in with that key.")
                .labelNames("provider", "model", "key", "state")
                .callback(told ->
                        each(
                                health,
                                offer -> {
                                    for (LineReport line : offer.lines()) {
                                        String[] names = labels(offer, String.valueOf(line.key()));
                                        String state = offer.ejected() ? "ejected" : line.state();
                                        told.call(1, names[0], names[1], names[2], state);
                                    }
                                }))
                .register(registry);
    }

    private static GaugeWithCallback.Builder gauge(String name, String help, String label) {
        return GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("provider", "model", label);
    }

    private static void each(Supplier<List<OfferReport>> health, Consumer<OfferReport> told) {
        health.get().forEach(told);
    }

    private static String[] labels(OfferReport offer, String last) {
        String model = offer.offer().substring(offer.provider().length() + 1);
        return new String[] {offer.provider(), model, last};
    }
}
