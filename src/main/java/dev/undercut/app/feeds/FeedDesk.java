package dev.undercut.app.feeds;

import dev.undercut.market.Catalog;
import dev.undercut.market.PriceFact;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.FeedBytes;
import dev.undercut.market.feed.ImportReport;
import dev.undercut.market.feed.PriceImport;
import dev.undercut.market.feed.ScoreImport;
import dev.undercut.market.intake.Intake;
import dev.undercut.market.intake.ScoreJournal;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Opens feeds and imports them: what the command and the schedule share. */
public final class FeedDesk {
    private final Supplier<Catalog> catalog;
    private final Supplier<List<PriceFact>> shipped;
    private final Intake intake;
    private final ScoreJournal scores;
    private final InstantSource clock;

    /**
     * Makes a desk.
     *
     * @param catalog joins spellings; asked when a feed is read
     * @param shipped the price facts that came with the product
     */
    public FeedDesk(
            Supplier<Catalog> catalog,
            Supplier<List<PriceFact>> shipped,
            Intake intake,
            ScoreJournal scores,
            InstantSource clock) {
        this.catalog = catalog;
        this.shipped = shipped;
        this.intake = intake;
        this.scores = scores;
        this.clock = clock;
    }

    /** What an import brought. */
    public sealed interface Outcome {
        /** Prices. */
        record Prices(ImportReport report) implements Outcome {}

        /** Scores. */
        record Scores(ScoreImport.Report report) implements Outcome {}

        /** Whether what is served or fitted from the journal is out of date now. */
        default boolean changes() {
            return switch (this) {
                case Prices(ImportReport report) -> report.changesTheBook();
                case Scores(ScoreImport.Report report) -> report.changesTheScores();
            };
        }
    }

    /** Shows how far a feed is read. */
    public interface Progress {
        /** Called with the size in bytes before the first is read; is told how many are read. */
        LongConsumer of(long size);
    }

    /**
     * Imports a feed.
     *
     * @param source the name under which its facts cite it
     * @throws IOException when it cannot be fetched, understood or written; nothing is changed then
     */
    public Outcome read(Feed feed, String source, Origin origin, boolean dryRun, Progress progress)
            throws IOException {
        Origin.Opened opened = origin.open();
        try (InputStream raw = opened.bytes();
                InputStream bytes = FeedBytes.open(raw, Origin.MOST, progress.of(opened.size()))) {
            if (feed.bringsScores()) {
                return new Outcome.Scores(
                        new ScoreImport(catalog.get(), intake, scores, clock)
                                .run(feed, source, bytes, dryRun));
            }
            return new Outcome.Prices(
                    new PriceImport(catalog.get(), shipped, intake, clock)
                            .run(feed, source, bytes, dryRun));
        }
    }

    /** The journal that imports fill. */
    public Intake intake() {
        return intake;
    }

    /** When a source was read last stands in {@link Intake#lastReadings}; this is now. */
    public InstantSource clock() {
        return clock;
    }
}
