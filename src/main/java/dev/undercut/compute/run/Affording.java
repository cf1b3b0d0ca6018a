package dev.undercut.compute.run;

import dev.undercut.chat.Conversation;
import dev.undercut.compute.run.Models.Limits;
import dev.undercut.compute.run.Models.Terms;
import dev.undercut.compute.run.Purse.Left;
import dev.undercut.compute.run.Purse.Reservation;
import dev.undercut.money.Usd;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a call may cost and sets it aside.
 *
 * <p>A model's own worst is a full context of output, which nearly never comes; were all of it set
 * aside, a small budget would pay for one call at a time. So a call is limited to its share of what
 * is left, or four times what it is expected to take where that is more. Near the edge of the
 * budget the limit is lowered once no other call is under way, but never below what the answer is
 * expected to need: less would mostly buy answers that break off.
 */
final class Affording {
    private static final int ROOMY = 4;

    private final Models models;
    private final Purse purse;
    private final Map<Integer, Terms> plain = new ConcurrentHashMap<>();
    private final Conversation repeated;

    /**
     * Affords calls from that purse.
     *
     * @param repeated the conversation that most trials ask; its terms are asked for once a model
     */
    Affording(Models models, Purse purse, Conversation repeated) {
        this.models = models;
        this.purse = purse;
        this.repeated = repeated;
    }

    /** What came of wishing for a call. */
    sealed interface Grant {
        /** It can be made within these limits. */
        record Granted(Limits limits, Reservation reservation, Terms.Open terms) implements Grant {}

        /** Not while others are under way. */
        record Later() implements Grant {}

        /** The budget is over. */
        record Over(StopReason reason, String why) implements Grant {}

        /** This model cannot be called, whatever is left. */
        record Closed(String why) implements Grant {}
    }

    /** What a call would take without limits but the client's. */
    Terms terms(int model, Conversation asked, boolean solves) {
        return solves
                ? plain.computeIfAbsent(model, of -> models.terms(of, repeated, Limits.NONE))
                : models.terms(model, asked, Limits.NONE);
    }

    /**
     * Sets a call's worst aside.
     *
     * @param planned how many calls, this one included, share what is left
     * @param alone whether no other call is under way
     */
    Grant grant(int model, Conversation asked, boolean solves, int planned, boolean alone) {
        return switch (terms(model, asked, solves)) {
            case Terms.Closed(String reason, boolean limited) -> new Grant.Closed(reason);
            case Terms.Open open -> grant(model, asked, open, planned, alone);
        };
    }

    private Grant grant(
            int model, Conversation asked, Terms.Open open, int planned, boolean alone) {
        Left left = purse.left();
        if (left.usd() != null && open.worst() == null && open.expected() == null) {
            return new Grant.Closed(
                    "its price is not known, so it is not affordable under a budget of dollars");
        }
        Usd usd = left.usd() == null ? null : usd(open, left.usd(), planned, alone);
        Long output = left.tokens() == null ? null : output(open, left.tokens(), planned, alone);
        boolean tight =
                (usd != null && left.usd() != null && usd.compareTo(left.usd()) > 0)
                        || (output != null && output < least(open));
        if (tight && !alone) {
            return new Grant.Later();
        }
        if (output != null && output < least(open)) {
            return new Grant.Over(
                    StopReason.BUDGET_TOKENS, "one more answer needs more tokens than are left");
        }
        Limits limits = new Limits(usd, output);
        Terms limited = usd == null && output == null ? open : models.terms(model, asked, limits);
        return switch (limited) {
            case Terms.Closed(String reason, boolean byLimits) -> refused(alone, reason);
            case Terms.Open now when now.worstOutput() < least(open) ->
                    refused(alone, "what is left pays for " + now.worstOutput() + " tokens only");
            case Terms.Open now -> reserve(now, limits, alone);
        };
    }

    private static Grant refused(boolean alone, String why) {
        return alone ? new Grant.Over(StopReason.BUDGET_USD, why) : new Grant.Later();
    }

    private Grant reserve(Terms.Open terms, Limits limits, boolean alone) {
        Amount worst = new Amount(terms.worst(), terms.worstTokens(), 1);
        return switch (purse.reserve(worst)) {
            case Purse.Grant.Reserved(Reservation reservation) ->
                    new Grant.Granted(limits, reservation, terms);
            case Purse.Grant.Refused(Purse.Limit limit, boolean forGood, String reason) ->
                    forGood || alone ? new Grant.Over(over(limit), reason) : new Grant.Later();
        };
    }

    private static StopReason over(Purse.Limit limit) {
        return switch (limit) {
            case USD -> StopReason.BUDGET_USD;
            case TOKENS -> StopReason.BUDGET_TOKENS;
            case CALLS -> StopReason.BUDGET_CALLS;
        };
    }

    /** Tokens that an answer must be allowed to be worth asking for. */
    private static long least(Terms.Open open) {
        return Math.max(1, Math.min(open.output(), open.worstOutput()));
    }

    /** The most dollars to allow; null where the model's own worst is no more. */
    private static @Nullable Usd usd(Terms.Open open, Usd left, int planned, boolean alone) {
        Usd share = new Usd(left.picos() / Math.max(1, planned));
        Usd expected = open.expected();
        Usd roomy =
                expected == null
                        ? share
                        : new Usd(Math.multiplyExact(Math.min(expected.picos(), 1L << 60), ROOMY));
        Usd allowed = share.compareTo(roomy) > 0 ? share : roomy;
        if (alone && allowed.compareTo(left) > 0) {
            allowed = left;
        }
        Usd worst = open.worst();
        return worst != null && worst.compareTo(allowed) <= 0 ? worst : allowed;
    }

    /** The most tokens to write. */
    private static @Nullable Long output(Terms.Open open, long left, int planned, boolean alone) {
        long share = left / Math.max(1, planned) - open.worstInput();
        long allowed = Math.max(share, ROOMY * open.output());
        long most = left - open.worstInput();
        if (alone || allowed <= most) {
            allowed = Math.min(allowed, most);
        } else {
            return -1L;
        }
        return Math.min(allowed, open.worstOutput());
    }
}
