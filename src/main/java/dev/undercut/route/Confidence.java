package dev.undercut.route;

import dev.undercut.market.Capability;

/**
 * How sure a floor must be met.
 *
 * @param probability above 0, below 1
 * @param margin the standard errors that this takes
 */
record Confidence(double probability, double margin) {
    static Confidence of(double probability) {
        return new Confidence(probability, Capability.margin(probability));
    }
}
