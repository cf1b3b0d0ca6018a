package dev.undercut.health;

import dev.undercut.chat.CallFailure;

/** What a call says about the health of the one who was called. */
public enum Verdict {
    /** It answered. */
    WELL,
    /** It asked to slow down, or was overloaded: there is a limit, and it was met. */
    CROWDED,
    /** It failed, or its answer broke off. */
    FAILED,
    /** No answer in time. */
    SLOW,
    /** It will go on refusing this offer until somebody changes something. */
    REFUSED,
    /** Nothing: the request was at fault, or the client left. */
    SILENT;

    private static final int UNAVAILABLE = 503;
    private static final int OVERLOADED = 529;

    /** What a failure says. */
    public static Verdict of(CallFailure failure) {
        return switch (failure) {
            case CallFailure.RateLimited limited -> CROWDED;
            case CallFailure.Overloaded busy ->
                    busy.status() == UNAVAILABLE || busy.status() == OVERLOADED ? CROWDED : FAILED;
            case CallFailure.TimedOut late -> SLOW;
            case CallFailure.Unreachable gone -> FAILED;
            case CallFailure.Broken broken -> FAILED;
            case CallFailure.NotServed refused -> REFUSED;
            // A rejected or empty key is the key's fault, and is taken out elsewhere.
            case CallFailure.Unauthorized refused -> refused.status() == 401 ? SILENT : REFUSED;
            case CallFailure.OutOfCredit empty -> SILENT;
            case CallFailure.BadRequest request -> SILENT;
            case CallFailure.TooLong request -> SILENT;
            case CallFailure.Unsupported request -> SILENT;
        };
    }

    boolean isFailure() {
        return switch (this) {
            case CROWDED, FAILED, SLOW, REFUSED -> true;
            case WELL, SILENT -> false;
        };
    }
}
