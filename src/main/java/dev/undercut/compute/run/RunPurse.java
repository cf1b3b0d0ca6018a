package dev.undercut.compute.run;

import dev.undercut.money.Usd;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The purse of one run. */
public final class RunPurse implements Purse {
    private final Budget budget;
    private Usd spent = Usd.ZERO;
    private Usd reserved = Usd.ZERO;
    private long tokensSpent;
    private long tokensReserved;
    private int callsSpent;
    private int callsReserved;

    public RunPurse(Budget budget) {
        this.budget = budget;
    }

    @Override
    public synchronized Grant reserve(Amount worst) {
        Grant.Refused refused = usd(worst.usd());
        if (refused == null) {
            refused = tokens(worst.tokens());
        }
        if (refused == null) {
            refused = calls(worst.calls());
        }
        if (refused != null) {
            return refused;
        }
        Usd aside = worst.usd() == null ? Usd.ZERO : worst.usd();
        reserved = reserved.plus(aside);
        tokensReserved = tokens(tokensReserved, worst.tokens());
        callsReserved += worst.calls();
        return new Grant.Reserved(new Aside(worst));
    }

    private Grant.@Nullable Refused usd(@Nullable Usd worst) {
        Usd limit = budget.usd();
        if (limit == null) {
            return null;
        }
        if (worst == null) {
            return new Grant.Refused(
                    Limit.USD, true, "what it costs at most is not known, and dollars are limited");
        }
        if (spent.plus(reserved).plus(worst).compareTo(limit) <= 0) {
            return null;
        }
        boolean forGood = spent.plus(worst).compareTo(limit) > 0;
        return new Grant.Refused(
                Limit.USD,
                forGood,
                "of " + limit + ", " + spent + " is spent; it may cost " + worst);
    }

    private Grant.@Nullable Refused tokens(long worst) {
        Long limit = budget.tokens();
        if (limit == null || tokens(tokens(tokensSpent, tokensReserved), worst) <= limit) {
            return null;
        }
        boolean forGood = tokens(tokensSpent, worst) > limit;
        return new Grant.Refused(
                Limit.TOKENS,
                forGood,
                "of " + limit + " tokens, " + tokensSpent + " are used; it may use " + worst);
    }

    private Grant.@Nullable Refused calls(int more) {
        Integer limit = budget.calls();
        if (limit == null || callsSpent + callsReserved + more <= limit) {
            return null;
        }
        return new Grant.Refused(
                Limit.CALLS, callsSpent + more > limit, "all " + limit + " calls are made");
    }

    private static long tokens(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    @Override
    public synchronized Left left() {
        Usd usd = budget.usd();
        Long tokens = budget.tokens();
        Integer calls = budget.calls();
        return new Left(
                usd == null ? null : notNegative(usd.minus(spent).minus(reserved)),
                tokens == null ? null : Math.max(0, tokens - tokens(tokensSpent, tokensReserved)),
                calls == null ? null : Math.max(0, calls - callsSpent - callsReserved));
    }

    private static Usd notNegative(Usd amount) {
        return amount.isNegative() ? Usd.ZERO : amount;
    }

    /** What calls settled so far have used; dollars that were not known as they were reserved. */
    public synchronized Amount spent() {
        return new Amount(spent, tokensSpent, callsSpent);
    }

    /** Books what an earlier part of the same run has used, before it was interrupted. */
    public synchronized void before(Amount earlier) {
        spent = spent.plus(earlier.usd() == null ? Usd.ZERO : earlier.usd());
        tokensSpent = tokens(tokensSpent, earlier.tokens());
        callsSpent += earlier.calls();
    }

    private synchronized void settle(Amount aside, Amount used) {
        Usd set = aside.usd() == null ? Usd.ZERO : aside.usd();
        reserved = reserved.minus(set);
        tokensReserved -= Math.min(tokensReserved, aside.tokens());
        callsReserved -= aside.calls();
        spent = spent.plus(used.usd() == null ? set : used.usd());
        tokensSpent = tokens(tokensSpent, used.tokens());
        callsSpent += used.calls();
    }

    private final class Aside implements Reservation {
        private final Amount amount;
        private final AtomicBoolean settled = new AtomicBoolean();

        Aside(Amount amount) {
            this.amount = amount;
        }

        @Override
        public Amount reserved() {
            return amount;
        }

        @Override
        public void settle(Amount used) {
            if (settled.compareAndSet(false, true)) {
                RunPurse.this.settle(amount, used);
            }
        }
    }
}
