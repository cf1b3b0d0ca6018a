package dev.undercut.market.feed;

/**
 * How much of what a source listed when it was read last is gone from a newer reading. A source
 * that was cut short, or that spells everything anew, is a valid feed too: taken for whole it would
 * take every offer that it lacks from the market at once.
 *
 * @param before what the last reading listed
 * @param gone how much of it this one lacks
 */
public record Coverage(int before, int gone) {
    /** Of shorter lists nothing can be said: half of them go on any day. */
    private static final int LEAST = 20;

    /** Whether more than half of a long list is gone, which is more likely a mistake than true. */
    public boolean looksCutShort() {
        return before >= LEAST && 2L * gone > before;
    }

    /**
     * Refuses what looks cut short.
     *
     * @param what is counted, in words
     * @throws BrokenFeed saying so, and what to do where it is true
     */
    void refuse(String source, String what) throws BrokenFeed {
        if (looksCutShort()) {
            throw new BrokenFeed(
                    ("%s looks cut short: %d of the %d %s that it listed before are not in it."
                                    + " Nothing was imported. --dry-run shows which; if they are"
                                    + " really gone, import it with --whole")
                            .formatted(source, gone, before, what));
        }
    }
}
