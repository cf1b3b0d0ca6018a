package dev.undercut.economics.serving;

import dev.undercut.economics.Check;
import dev.undercut.economics.ImpossibleInputException;

/**
 * What more speed costs.
 *
 * @param costFactor dear over cheap
 * @param speedFactor fast over slow
 * @param elasticity {@code ln(costFactor) / ln(speedFactor)}: percent of cost for a percent of
 *     speed
 */
public record SpeedPremium(double costFactor, double speedFactor, double elasticity) {

    /**
     * Between two points of one curve.
     *
     * @param slow tokens per second per user
     * @param slowUsd its cost, in any unit
     * @param fast another speed
     * @param fastUsd its cost in the same unit
     */
    public static SpeedPremium between(double slow, double slowUsd, double fast, double fastUsd) {
        Check.positive("slow", slow);
        Check.positive("fast", fast);
        Check.positive("slow-usd", slowUsd);
        Check.positive("fast-usd", fastUsd);
        if (slow == fast) {
            throw new ImpossibleInputException(
                    "fast", "two different speeds are needed", "other than " + slow);
        }
        double cost = fastUsd / slowUsd;
        double speed = fast / slow;
        return new SpeedPremium(cost, speed, Math.log(cost) / Math.log(speed));
    }
}
