package dev.undercut.market.feed;

/**
 * How a feed is imported.
 *
 * @param dryRun whether to write nothing and only say what would change
 * @param whole whether somebody says that the feed is complete, however little it lists
 */
public record Manner(boolean dryRun, boolean whole) {
    /** Writes, unless the feed looks cut short. */
    public static final Manner CAREFUL = new Manner(false, false);
}
