package dev.undercut.market;

import dev.undercut.chat.Feature;
import java.util.EnumSet;
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
 * @param provenance since when, from whom, and what else must be said of the price
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
        Provenance provenance) {

    public Offer {
        features = Set.copyOf(features);
    }

    /** An offer that somebody states as it is, such as one's own. */
    public Offer(
            String provider,
            Model model,
            String upstreamId,
            @Nullable PriceSchedule price,
            @Nullable Long context,
            @Nullable Long maxOutput,
            Set<Feature> features,
            Kind kind,
            String source) {
        this(
                provider,
                model,
                upstreamId,
                price,
                context,
                maxOutput,
                features,
                kind,
                Provenance.stated(source));
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

    /** Where price and terms come from, in words. */
    public String source() {
        return String.join("; ", provenance.sources());
    }

    /** Whether something is to be said of it. */
    public boolean has(Flag flag) {
        return provenance.flags().contains(flag) || flag.follows(kind);
    }

    /** Everything that is to be said of it. */
    public Set<Flag> flags() {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Flag flag : Flag.values()) {
            if (has(flag)) {
                flags.add(flag);
            }
        }
        return flags;
    }

    /** What is to be said of an offer, in the order in which it is said. */
    public enum Flag {
        /** Gone from a newer reading of its source, and no other lists it: not routed to. */
        STALE("stale"),
        /** Not seen for 90 days: a warning only. */
        OLD("old"),
        /** Another source says another price. */
        DISPUTED("disputed"),
        /** Sold no more. */
        RETIRED("retired"),
        /** Given away. */
        FREE("free"),
        /** Runs on the user's own machines. */
        OWN_HARDWARE("own-hardware"),
        /** Simulated. */
        SIMULATED("simulated"),
        /** The host serves the weights with less precision than they were published in. */
        QUANTISED("quantised"),
        /** A faster or otherwise different hosting of the model. */
        VARIANT("variant");

        private final String code;

        Flag(String code) {
            this.code = code;
        }

        /** As it stands in JSON. */
        public String code() {
            return code;
        }

        private boolean follows(Kind kind) {
            return switch (kind) {
                case RETIRED -> this == RETIRED;
                case FREE_TIER -> this == FREE;
                case OWN_HARDWARE -> this == OWN_HARDWARE;
                case SIMULATED -> this == SIMULATED;
                case PAID -> false;
            };
        }
    }

    /** {@code provider/model}, the name that picks exactly this offer. */
    public String name() {
        return provider + "/" + model.id();
    }
}
