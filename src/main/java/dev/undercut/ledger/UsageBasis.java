package dev.undercut.ledger;

import java.util.Locale;

/** Where an entry's token counts come from. */
public enum UsageBasis {
    /** The provider reported them. */
    PROVIDER,
    /** Counted by us because the provider's report never came; said wherever it is shown. */
    ESTIMATED,
    /**
     * What the answer took when it was made; nothing was used now, as it came from the response
     * cache. Not to be added to what providers report.
     */
    CACHED,
    /** Nothing was used, as no provider answered; or nothing is known, as our process died. */
    NONE;

    /** The name as stored and shown: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
