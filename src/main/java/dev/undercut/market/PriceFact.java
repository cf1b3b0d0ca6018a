package dev.undercut.market;

import dev.undercut.money.Usd;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One dated, sourced price of one tier of an offer. It has two times: the days on which it is
 * valid, and the day on which it could be known. Nothing is ever overwritten: a later fact about
 * the same days supersedes an earlier one, and both stay.
 *
 * @param provider who sells
 * @param model canonical id of what is sold
 * @param upstreamId the model's id at that provider, exactly as it must be sent
 * @param tier which requests it is for
 * @param validFrom the first day, in UTC
 * @param validTo the first day no longer, or null when no end is known
 * @param knownOn the day on which a source first showed it; never after {@code seenOn}
 * @param seenOn the last day on which a source showed it
 * @param rates USD prices per token
 * @param perRequest USD for each request
 * @param original the same prices in the currency they are stated in, or null when that is USD
 * @param context the most input and output tokens together, or null when unknown
 * @param maxOutput the most output tokens, or null when unknown
 * @param confidence how its first day is known
 * @param notes what else must be said, such as {@code quantised: fp8}
 * @param sources where it was seen; at least one
 */
public record PriceFact(
        String provider,
        String model,
        String upstreamId,
        PriceTier tier,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        LocalDate knownOn,
        LocalDate seenOn,
        Rates rates,
        Usd perRequest,
        @Nullable ForeignPrice original,
        @Nullable Long context,
        @Nullable Long maxOutput,
        Confidence confidence,
        Set<String> notes,
        List<String> sources) {

    public PriceFact {
        notes = Set.copyOf(notes);
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a price fact needs a source");
        }
        if (validTo != null && validTo.isBefore(validFrom)) {
            throw new IllegalArgumentException(
                    "a price cannot end on " + validTo + " before it begins on " + validFrom);
        }
    }

    /** How the first day of a price is known, the surest first. */
    public enum Confidence {
        /** The seller announced the day. */
        ANNOUNCED,
        /** The source carries the day itself. */
        RECORDED,
        /** Taken to hold since the model's release, the first sighting came soon after. */
        RELEASED,
        /** The day of the first sighting; the true day may be earlier. */
        OBSERVED,
        /** The day is remembered; the price has a source. */
        MEMORY
    }

    /** The same fact, first known and last seen on those days. */
    public PriceFact seen(LocalDate first, LocalDate last) {
        return new PriceFact(
                provider,
                model,
                upstreamId,
                tier,
                validFrom,
                validTo,
                first,
                last,
                rates,
                perRequest,
                original,
                context,
                maxOutput,
                confidence,
                notes,
                sources);
    }

    /** What facts that supersede each other have in common. */
    public Key key() {
        return new Key(provider, upstreamId, tier);
    }

    /** One tier of one offer. */
    public record Key(String provider, String upstreamId, PriceTier tier) {}
}
