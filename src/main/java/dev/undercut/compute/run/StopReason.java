package dev.undercut.compute.run;

import java.util.Locale;

/** Why a run ended. */
public enum StopReason {
    PASSED,
    AGREED,
    CERTAIN,
    EXHAUSTED,
    BUDGET_USD,
    BUDGET_TOKENS,
    BUDGET_CALLS,
    BUDGET_TIME,
    /** The client left, or somebody stopped it. */
    CANCELLED,
    /** A mistake of ours. */
    FAILED;

    /** The name as shown: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static StopReason of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether the search did not come to its own end. */
    public boolean isCutShort() {
        return switch (this) {
            case PASSED, AGREED, CERTAIN, EXHAUSTED -> false;
            case BUDGET_USD, BUDGET_TOKENS, BUDGET_CALLS, BUDGET_TIME, CANCELLED, FAILED -> true;
        };
    }
}
