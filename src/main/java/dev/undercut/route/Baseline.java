package dev.undercut.route;

import dev.undercut.chat.Usage;
import dev.undercut.market.Offer;
import dev.undercut.money.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What savings are measured against: one call with the same input and the same visible output, at
 * list price.
 *
 * @param offer the model named (or the configured one) at its list price
 */
public record Baseline(Offer offer) {

    /** The model's name. */
    public String model() {
        return offer.model().id();
    }

    /**
     * What that call would have cost, or null when the list price is not known. Thinking and the
     * provider's cache belong to the model that really answered; they count only when it is this
     * one.
     */
    public @Nullable Usd cost(Usage usage, String answeredBy, Instant at) {
        if (offer.price() == null) {
            return null;
        }
        Usage same =
                answeredBy.equals(model()) ? usage : Usage.of(usage.totalInput(), usage.output());
        return offer.price().cost(same, at);
    }
}
