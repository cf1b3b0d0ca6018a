package dev.undercut.market;

import dev.undercut.chat.Feature;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model at one provider under one price schedule.
 *
 * @param provider the provider's id
 * @param model what is sold
 * @param upstreamId the model's id at that provider, exactly as it must be sent
 * @param price the terms, or null when not known (the ledger then says so)
 * @param context the most input and output tokens together at this provider, or null when unknown
 * @param maxOutput the most output tokens at this provider, or null when unknown
 * @param features what this provider serves of the model's features
 * @param kind what sort of offer it is
 * @param source where price and terms come from
 */
public record Offer(
        String provider,
        Model model,
        String upstreamId,
        @Nullable PriceSchedule price,
        @Nullable Long context,
        @Nullable Long maxOutput,
        Set<Feature> features,
        Kind kind,
        String source) {

    public Offer {
        features = Set.copyOf(features);
    }

    /** What sort of offer it is, which decides when it may be chosen without being named. */
    public enum Kind {
        /** Sold by the token. */
        PAID,
        /** Given away, with limits; never wins "cheapest" unless asked for. */
        FREE_TIER,
        /** Runs on the user's own machines; costs 0 with the note "own hardware". */
        OWN_HARDWARE,
        /** Simulated; never chosen once a real provider exists, unless named. */
        SIMULATED,
        /** Sold no more; kept for its list price. */
        RETIRED
    }

    /** {@code provider/model}, the name that picks exactly this offer. */
    public String name() {
        return provider + "/" + model.id();
    }
}
