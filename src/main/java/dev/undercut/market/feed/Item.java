package dev.undercut.market.feed;

import dev.undercut.market.intake.ScoreFact;

/** What a feed brings, entry by entry. */
public sealed interface Item {
    /** A price of one tier of an offer. */
    record Price(Observation observation) implements Item {}

    /** A score; its model is spelled as the feed does. */
    record Score(ScoreFact fact) implements Item {}

    /**
     * An entry that is nothing for the books.
     *
     * @param what the entry
     * @param reason why, in few different wordings, so that they can be counted
     */
    record Skipped(String what, String reason) implements Item {}
}
