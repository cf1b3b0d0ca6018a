package dev.undercut.market.feed.source;

import dev.undercut.market.feed.Feed;
import java.util.List;
import java.util.Optional;

/** All feeds that can be read: one line each. */
public final class Feeds {
    private Feeds() {}

    /** Every feed, in the order in which they are listed. */
    public static List<Feed> all() {
        return List.of(
                new ModelsDevFeed(),
                new OpenRouterFeed(),
                new LiteLlmFeed(),
                new GenaiPricesFeed(),
                new LlmPricesFeed(),
                new ScoresCsvFeed(),
                new PricesCsvFeed());
    }

    /** The feed of that kind. */
    public static Optional<Feed> find(String kind) {
        return all().stream().filter(feed -> feed.kind().equalsIgnoreCase(kind)).findFirst();
    }
}
