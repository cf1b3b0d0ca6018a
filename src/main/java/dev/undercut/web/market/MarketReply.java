package dev.undercut.web.market;

/** What the desk answers. */
public sealed interface MarketReply {
    /** The answer. */
    record Found(MarketTable table) implements MarketReply {}

    /**
     * There is none.
     *
     * @param unknown whether something asked for does not exist, rather than being asked wrongly
     * @param message for the caller, with what would work
     */
    record Refused(boolean unknown, String message) implements MarketReply {}
}
