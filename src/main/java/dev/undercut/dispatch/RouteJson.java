package dev.undercut.dispatch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import dev.undercut.health.OfferReport;
import dev.undercut.health.Speed;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.PriceSchedule;
import dev.undercut.money.Usd;
import dev.undercut.route.Decision;
import dev.undercut.route.Explanation;
import dev.undercut.route.Plan;
import dev.undercut.route.Quote;
import dev.undercut.route.Rejection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The record of a routing decision, the same at {@code /v1/route/explain} and in the command. */
public final class RouteJson {
    private RouteJson() {}

    /**
     * The whole record. Unknown money is null.
     *
     * @param health how an offer of the plan is now
     */
    public static String write(Explanation explanation, Function<Offer, OfferReport> health) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("model", explanation.request().model());
        switch (explanation.decision()) {
            case Decision.Planned(Plan plan) -> plan(json, plan, health);
            case Decision.NoOffer(Refusal refusal) -> {
                json.putNull("chosen");
                json.put("reason", refusal.message());
                json.put("code", refusal.code());
            }
        }
        ArrayNode needs = json.putArray("needs");
        explanation.request().needs().forEach(need -> needs.add(need.code()));
        ArrayNode rejected = json.putArray("rejected");
        for (Rejection rejection : explanation.rejections()) {
            ObjectNode entry = rejected.addObject();
            offer(entry, rejection.offer());
            ArrayNode misses = entry.putArray("misses");
            rejection.misses().forEach(misses::add);
        }
        return write(json);
    }

    private static void plan(ObjectNode json, Plan plan, Function<Offer, OfferReport> health) {
        json.put("means", plan.target());
        json.put("chosen", plan.first().offer().name());
        json.put("reason", plan.reason());
        json.put("baseline_model", plan.baseline() == null ? null : plan.baseline().model());
        ArrayNode offers = json.putArray("plan");
        for (Quote quote : plan.quotes()) {
            ObjectNode entry = offers.addObject();
            offer(entry, quote.offer());
            entry.put("input_tokens", quote.inputTokens());
            entry.put("input_tokens_basis", quote.inputExact() ? "counted" : "estimated");
            entry.put("output_tokens_expected", quote.outputTokens());
            money(entry, "expected_cost_usd", quote.expected());
            money(entry, "worst_cost_usd", quote.worst());
            if (quote.outputLimit() != null) {
                entry.put("output_limit", quote.outputLimit());
            }
            health(entry, health.apply(quote.offer()));
        }
    }

    private static void health(ObjectNode entry, OfferReport report) {
        ObjectNode health = entry.putObject("health");
        health.put("ejected", report.ejected());
        ArrayNode lines = health.putArray("keys");
        for (OfferReport.LineReport line : report.lines()) {
            ObjectNode key = lines.addObject();
            key.put("key", line.key());
            key.put("state", line.state());
            key.put("in_flight", line.inFlight());
            key.put("limit", line.limit() < 0 ? null : Integer.valueOf(line.limit()));
        }
        speed(entry, report.speed());
    }

    /** How fast an offer has been in own traffic; null where that is not measured. */
    public static void speed(ObjectNode entry, Speed speed) {
        entry.put("ttft_ms", rounded(speed.firstTokenMillis()));
        entry.put("ttft_p95_ms", rounded(speed.slowFirstTokenMillis()));
        entry.put("tokens_per_s", rounded(speed.tokensPerSecond()));
    }

    private static @Nullable Double rounded(@Nullable Double value) {
        return value == null ? null : Math.round(value * 10) / 10.0;
    }

    /** An offer's facts: who, what, price, capability. */
    public static void offer(ObjectNode entry, Offer offer) {
        Model model = offer.model();
        entry.put("provider", offer.provider());
        entry.put("model", model.id());
        PriceSchedule price = offer.price();
        if (price == null) {
            entry.putNull("price");
        } else {
            ObjectNode rates = entry.putObject("price");
            rates.put("input", new BigDecimal(price.base().input().plain()));
            rates.put("output", new BigDecimal(price.base().output().plain()));
        }
        if (model.capability() instanceof Rated rated) {
            entry.put("ci", rated.index());
            entry.put("ci_se", Math.round(rated.standardError() * 100) / 100.0);
            entry.put("ci_provisional", rated.provisional());
            entry.put(
                    "ci_scale",
                    rated.scale() == dev.undercut.market.Capability.Scale.MARKET
                            ? "market"
                            : "sandbox");
        } else {
            entry.putNull("ci");
        }
    }

    private static void money(ObjectNode entry, String key, @Nullable Usd value) {
        entry.put(key, value == null ? null : new BigDecimal(value.plain()));
    }

    /** Any tree, amounts as plain decimals. */
    public static String write(JsonNode json) {
        try {
            return Json.MAPPER
                    .writer()
                    .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
