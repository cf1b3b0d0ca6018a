package dev.undercut.route;

import dev.undercut.market.Offer;
import java.util.List;

/**
 * Why an offer was not taken into the plan.
 *
 * @param offer which
 * @param misses every limit it misses, in words
 * @param distance how far below the floor, in capability points
 */
public record Rejection(Offer offer, List<String> misses, double distance) {
    public Rejection {
        misses = List.copyOf(misses);
    }
}
