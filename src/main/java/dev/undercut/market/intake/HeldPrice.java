package dev.undercut.market.intake;

import dev.undercut.market.PriceFact;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price that a source shows and that does not look right. It waits, is listed with its reasons,
 * and is served only when somebody accepts it.
 *
 * @param id the same for the same price of the same source, whenever it is read again
 * @param source who shows it
 * @param day when it was held first
 * @param provider who sells
 * @param model canonical id of what is sold
 * @param upstreamId the model's id at that provider
 * @param tier the code of its tier
 * @param stated the prices as the source states them, for people
 * @param reasons why it is held; at least one
 * @param fact what becomes of it when accepted, or null when it can be no price at all, such as a
 *     negative one or one per character
 */
public record HeldPrice(
        String id,
        String source,
        LocalDate day,
        String provider,
        String model,
        String upstreamId,
        String tier,
        String stated,
        List<String> reasons,
        @Nullable PriceFact fact) {

    public HeldPrice {
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a price is held for a reason");
        }
    }
}
