package dev.undercut.ledger;

/** How a request ended. Every admitted request ends in exactly one of these. */
public enum Outcome {
    /** Answered to the end. */
    OK,
    /** The client's request was at fault; nothing was sent to a provider, or it refused it. */
    REFUSED,
    /** No offer of the plan gave an answer. */
    FAILED,
    /** An answer began and broke off at the provider. */
    CUT,
    /** The client went away before the end. */
    CLIENT_GONE,
    /**
     * Our process died while the request was under way; found at the next start. The entry says
     * whom we asked first and, as a note, the most it can have cost; dialect {@code unknown},
     * status 0.
     */
    INTERRUPTED;

    /** The name as stored and shown: lower case. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
