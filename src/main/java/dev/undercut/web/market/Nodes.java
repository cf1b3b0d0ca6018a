package dev.undercut.web.market;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.market.analysis.Blend;
import dev.undercut.market.analysis.PricedPoint;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.Quality.Score;
import dev.undercut.web.answer.JsonParts;
import org.jspecify.annotations.Nullable;

/** Pieces of JSON about the market that several answers share. What is not known is null. */
final class Nodes {
    /** Whom some licences ask to name; the whole list is in NOTICE. */
    static final String ATTRIBUTION =
            "Scores: LMArena (CC BY 4.0), Epoch AI (CC BY), LLMStats (CC BY 4.0); see NOTICE";

    private Nodes() {}

    /** A point of an index. */
    static ObjectNode point(PricedPoint point) {
        ObjectNode json = JsonParts.object();
        json.put("date", point.date().toString());
        json.put("provider", point.provider());
        json.put("model", point.model());
        JsonParts.usd(json, "price_usd_per_mtok", point.usd());
        JsonParts.figure(json, "score", point.score());
        JsonParts.texts(json, "sources", point.sources());
        JsonParts.texts(json, "flags", point.flags().stream().sorted().toList());
        return json;
    }

    /** An offer by its name, blended price and capability. */
    static ObjectNode offer(PricedSpan offer, Blend blend, @Nullable Score score) {
        ObjectNode json = JsonParts.object();
        json.put("provider", offer.provider());
        json.put("model", offer.model());
        JsonParts.usd(json, "price_usd_per_mtok", offer.usd(blend));
        JsonParts.figure(json, "ci", score == null ? null : score.value());
        JsonParts.figure(json, "ci_se", score == null ? null : score.standardError());
        JsonParts.texts(json, "sources", offer.sources());
        remarks(json, offer);
        return json;
    }

    /** What must be said about an offer, in words and in full. */
    static void remarks(ObjectNode json, PricedSpan offer) {
        JsonParts.texts(json, "flags", offer.flags().stream().sorted().toList());
        JsonParts.texts(json, "notes", offer.notes().stream().sorted().toList());
    }

    /** The four list prices of an offer. */
    static void prices(ObjectNode json, PricedSpan offer) {
        ObjectNode price = json.putObject("price");
        JsonParts.price(price, "input", offer.input());
        JsonParts.price(price, "cached_input", offer.cachedInput());
        JsonParts.price(price, "cache_write", offer.cacheWrite());
        JsonParts.price(price, "output", offer.output());
    }
}
