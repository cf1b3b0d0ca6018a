package dev.undercut.economics.margin;

import dev.undercut.economics.Check;
import dev.undercut.economics.plan.CostPath;

/**
 * A product that sells seats and buys tokens: who keeps what of a seat's price as models become a
 * commodity. At a time t, for one seat and month:
 *
 * <pre>
 * serving(t)  = list(0) * (1 - m(0)) * (growth / fall)^t
 * m(t)        = m(end) + (m(0) - m(end)) * 2^(-t / halving)
 * list(t)     = serving(t) / (1 - m(t))
 * seat(t)     = seat(0) - passed_on * (list(0) - list(t))
 * </pre>
 *
 * <p>Hardware gets serving(t), the provider list(t) - serving(t), the wrapper seat(t) - list(t),
 * and the user seat(0) - seat(t): together always seat(0).
 *
 * @param seatUsd price of a seat today, a month
 * @param listUsd what its tokens cost at list price today
 * @param providerMargin gross margin of the provider today, from 0, below 1
 * @param commodityMargin where competition between providers drives it, from 0, below 1
 * @param halvingYears in which half of the difference is gone
 * @param passedOn share of a cheaper token bill that wrappers hand to users, 0 to 1
 * @param path of serving cost and of the tokens of a seat
 */
public record WrapperMargin(
        double seatUsd,
        double listUsd,
        double providerMargin,
        double commodityMargin,
        double halvingYears,
        double passedOn,
        CostPath path) {

    public WrapperMargin {
        Check.positive("seat", seatUsd);
        Check.positive("seat-list-value", listUsd);
        Check.shareBelowOne("api-margin", providerMargin);
        Check.shareBelowOne("commodity-margin", commodityMargin);
        Check.positive("halving", halvingYears);
        Check.share("passed-on", passedOn);
    }

    /**
     * Who gets what of a seat and month, USD; negative for who pays in.
     *
     * @param hardware serving cost
     * @param provider the seller of tokens
     * @param wrapper the seller of seats
     * @param user what the seat became cheaper since today
     */
    public record Shares(double hardware, double provider, double wrapper, double user) {
        /** Always today's price of the seat. */
        public double sum() {
            return hardware + provider + wrapper + user;
        }

        /** Who gets most; hardware does not compete for it. */
        public String winner() {
            if (user >= wrapper && user >= provider) {
                return "user";
            }
            return wrapper >= provider ? "wrapper" : "provider";
        }
    }

    /** The shares after so many years. */
    public Shares after(double years) {
        Check.notNegative("years", years);
        double serving = listUsd * (1 - providerMargin) * path.factor(years);
        double margin =
                commodityMargin
                        + (providerMargin - commodityMargin) * Math.pow(2, -years / halvingYears);
        double list = serving / (1 - margin);
        double user = passedOn * (listUsd - list);
        return new Shares(serving, list - serving, seatUsd - user - list, user);
    }
}
