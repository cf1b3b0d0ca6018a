package dev.undercut.market.feed;

import dev.undercut.market.Catalog;
import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.PriceFact;
import dev.undercut.market.intake.Intake;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Brings a feed of prices into the journal: reads it whole, joins, vets, and writes all of it or
 * nothing. Reading the same feed again changes nothing.
 */
public final class PriceImport {
    private final Catalog catalog;
    private final Supplier<List<PriceFact>> shipped;
    private final Intake intake;
    private final InstantSource clock;

    /**
     * Makes an importer.
     *
     * @param shipped the facts that came with the product
     */
    public PriceImport(
            Catalog catalog,
            Supplier<List<PriceFact>> shipped,
            Intake intake,
            InstantSource clock) {
        this.catalog = catalog;
        this.shipped = shipped;
        this.intake = intake;
        this.clock = clock;
    }

    /**
     * Imports a feed.
     *
     * @param source the name under which its facts cite it; a newer reading under the same name
     *     replaces an older one
     * @param bytes as {@link FeedBytes} opens them
     * @throws BrokenFeed when it cannot be read to its end, or looks cut short; the books are as
     *     before
     * @throws IOException when another import is under way
     */
    public ImportReport run(Feed feed, String source, InputStream bytes, Manner manner)
            throws IOException {
        Reading reading = Reading.of(feed, bytes, catalog);
        if (manner.dryRun()) {
            return compare(reading, source, today()).report(reading.left());
        }
        try (Closeable _ = intake.begin().orElseThrow(PriceImport::busy)) {
            Instant now = clock.instant();
            Comparison comparison = compare(reading, source, day(now));
            ImportReport report = comparison.report(reading.left());
            if (!manner.whole()) {
                report.coverage().refuse(source, "prices");
            }
            intake.append(
                    new Snapshot(source, day(now)),
                    now,
                    new Intake.Content(
                            comparison.listed(), comparison.held(), comparison.settled()));
            return report;
        }
    }

    private Comparison compare(Reading reading, String source, LocalDate day) {
        List<PriceFact> before = new ArrayList<>(shipped.get());
        before.addAll(intake.facts());
        Known known = new Known(before);
        Comparison comparison = new Comparison(source, day, catalog, known, intake);
        reading.candidates(known).forEach(same -> comparison.take(same, reading.left()));
        return comparison;
    }

    private LocalDate today() {
        return day(clock.instant());
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }

    static IOException busy() {
        return new IOException("another import is under way; try again when it has ended");
    }
}
