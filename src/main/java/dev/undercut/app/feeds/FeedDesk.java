package dev.undercut.app.feeds;

import dev.undercut.market.Catalog;
import dev.undercut.market.PriceFact;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.FeedBytes;
import dev.undercut.market.feed.ImportReport;
import dev.undercut.market.feed.Manner;
import dev.undercut.market.feed.PriceImport;
import dev.undercut.market.feed.ScoreImport;
import dev.undercut.market.intake.Intake;
import dev.undercut.market.intake.ScoreJournal;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens feeds and imports them: what the command and the schedule share. */
public final class FeedDesk {
    private final Supplier<Catalog> catalog;
    private final Supplier<List<PriceFact>> shipped;
    private final Intake intake;
    private final ScoreJournal scores;
    private final ScoreRefit refit;
    private final InstantSource clock;

    /**
     * Makes a desk.
     *
     * @param catalog joins spellings; asked when a feed is read
     * @param shipped the price facts that came with the product
     * @param refit fits the capability index to imported scores
     */
    public FeedDesk(
            Supplier<Catalog> catalog,
            Supplier<List<PriceFact>> shipped,
            Intake intake,
            ScoreJournal scores,
            ScoreRefit refit,
            InstantSource clock) {
        this.catalog = catalog;
        this.shipped = shipped;
        this.intake = intake;
        this.scores = scores;
        this.refit = refit;
        this.clock = clock;
    }

    /** What an import brought. */
    public sealed interface Outcome {
        /** Prices. */
        record Prices(ImportReport report) implements Outcome {}

        /**
         * Scores.
         *
         * @param index what becomes of the capability index, or null when the same one holds
         */
        record Scores(ScoreImport.Report report, @Nullable IndexChange index) implements Outcome {}

        /** Whether what is served or fitted from the journal is out of date now. */
        default boolean changes() {
            return switch (this) {
                case Prices(ImportReport report) -> report.changesTheBook();
                case Scores(ScoreImport.Report report, IndexChange index) ->
                        index != null || report.changesTheScores();
            };
        }
    }

    /** Shows how far a feed is read. */
    public interface Progress {
        /** Called with the size in bytes before the first is read; is told how many are read. */
        LongConsumer of(long size);

        /** Called with what else takes its time. */
        default void says(String what) {}
    }

    /**
     * Imports a feed.
     *
     * @param source the name under which its facts cite it
     * @throws IOException when it cannot be fetched, understood or written; nothing is changed then
     */
    public Outcome read(Feed feed, String source, Origin origin, Manner manner, Progress progress)
            throws IOException {
        return take(feed, source, origin.open(), manner, progress);
    }

    /**
     * Imports a feed that is opened.
     *
     * @param opened is closed here
     * @throws IOException when it cannot be understood or written; nothing is changed then
     */
    Outcome take(Feed feed, String source, Origin.Opened opened, Manner manner, Progress progress)
            throws IOException {
        try (InputStream raw = opened.bytes();
                InputStream bytes = FeedBytes.open(raw, Origin.MOST, progress.of(opened.size()))) {
            if (feed.bringsScores()) {
                return scores(feed, source, bytes, manner, progress);
            }
            return new Outcome.Prices(
                    new PriceImport(catalog.get(), shipped, intake, clock)
                            .run(feed, source, bytes, manner));
        }
    }

    /**
     * Fits the capability index to the imported scores where that is missing: after an upgrade that
     * ships another one, or when its files are lost.
     *
     * @return what became of the index, or nothing when it was there
     * @throws IOException when it cannot be fitted or written, or an import is under way
     */
    public Optional<IndexChange> refit(Progress progress) throws IOException {
        if (scores.scores().isEmpty()) {
            return Optional.empty();
        }
        ScoreRefit.Taking taking = refit.begin(scores, progress::says);
        new ScoreImport(catalog.get(), intake, scores, taking, clock).takeAgain();
        return taking.done();
    }

    private Outcome scores(
            Feed feed, String source, InputStream bytes, Manner manner, Progress progress)
            throws IOException {
        ScoreRefit.Taking taking = refit.begin(scores, progress::says);
        ScoreImport.Report report =
                new ScoreImport(catalog.get(), intake, scores, taking, clock)
                        .run(feed, source, bytes, manner);
        return new Outcome.Scores(
                report,
                (manner.dryRun() ? taking.planned(report.all()) : taking.done()).orElse(null));
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
