package dev.undercut.economics.plan;

import dev.undercut.economics.Check;

/**
 * Who leaves. Each user has a chance of leaving in a month that is log-normal around the mean and
 * moves with their usage: those who use a plan most leave least, which is adverse selection.
 *
 * @param monthly mean chance of leaving in a month, 0 to 1
 * @param spread standard deviation of the logarithm of that chance over users; 0 for all alike
 * @param correlation of that logarithm with the order of users by cost, -1 to 1; below 0 when heavy
 *     users stay
 */
public record Churn(double monthly, double spread, double correlation) {
    public Churn {
        Check.share("churn", monthly);
        Check.within("churn-spread", spread, 0, 3);
        Check.within("churn-correlation", correlation, -1, 1);
    }

    /** The same chance for everybody. */
    public static Churn alike(double monthly) {
        return new Churn(monthly, 0, 0);
    }

    /**
     * One user's chance.
     *
     * @param usage where the user stands by cost, standard normal
     * @param own another standard normal number of that user
     */
    double of(double usage, double own) {
        double mixed = correlation * usage + Math.sqrt(1 - correlation * correlation) * own;
        return Math.min(1, monthly * Math.exp(spread * mixed - spread * spread / 2));
    }
}
