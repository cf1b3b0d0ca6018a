package dev.undercut.telemetry;

import dev.undercut.chat.Usage;
import dev.undercut.health.OfferReport;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** The figures at {@code /metrics}, in Prometheus' text format. Labels never hold a secret. */
public final class Telemetry {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests =
            Counter.builder()
                    .name("undercut_requests_total")
                    .help("Settled requests.")
                    .labelNames("provider", "model", "outcome")
                    .register(registry);
    private final Counter tokens =
            Counter.builder()
                    .name("undercut_tokens_total")
                    .help("Tokens read and written by models.")
                    .labelNames("provider", "model", "kind")
                    .register(registry);
    private final Counter cached =
            Counter.builder()
                    .name("undercut_cache_hits_total")
                    .help("Requests answered from the response cache.")
                    .labelNames("provider", "model")
                    .register(registry);
    private final Counter cost =
            Counter.builder()
                    .name("undercut_cost_usd_total")
                    .help("Known cost in USD. The ledger holds the exact figures.")
                    .labelNames("provider", "model")
                    .register(registry);
    private final Counter refused =
            Counter.builder()
                    .name("undercut_refused_total")
                    .help("Requests refused at the door, before a key was known.")
                    .labelNames("code")
                    .register(registry);
    private final Histogram duration =
            Histogram.builder()
                    .name("undercut_request_duration_seconds")
                    .help("From admission to the last byte.")
                    .classicUpperBounds(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300)
                    .classicOnly()
                    .register(registry);

    private final Counter attempts =
            Counter.builder()
                    .name("undercut_attempts_total")
                    .help("Calls of offers, by what came of them.")
                    .labelNames("provider", "model", "code")
                    .register(registry);

    /** Shows the health of offers from now on. */
    public void watch(Supplier<List<OfferReport>> health) {
        HealthFigures.register(registry, health);
    }

    /** Counts a settled request. */
    public void settled(LedgerEntry entry) {
        String provider = Objects.requireNonNullElse(entry.provider(), "none");
        String model = Objects.requireNonNullElse(entry.model(), "none");
        requests.labelValues(provider, model, entry.outcome().code()).inc();
        duration.observe(entry.millis() / 1000.0);
        for (Attempt attempt : entry.attempts()) {
            attempts.labelValues(attempt.provider(), attempt.model(), attempt.code()).inc();
        }
        Usage usage = entry.usage();
        if (entry.usageBasis() == UsageBasis.CACHED) {
            cached.labelValues(provider, model).inc();
        } else if (usage != null) {
            tokens.labelValues(provider, model, "input").inc(usage.totalInput());
            tokens.labelValues(provider, model, "output").inc(usage.totalOutput());
        }
        Usd known = entry.cost();
        if (entry.provider() != null && known != null && !known.isNegative()) {
            cost.labelValues(provider, model).inc(known.dollars().doubleValue());
        }
    }

    /** Counts a request that was refused at the door. */
    public void refusedAtDoor(String code) {
        refused.labelValues(code).inc();
    }

    /** Everything, in the text format. */
    public byte[] exposition() {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(text, registry.scrape());
            return text.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
