package dev.undercut.market.feed;

import dev.undercut.market.Catalog;
import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.intake.Intake;
import dev.undercut.market.intake.ScoreFact;
import dev.undercut.market.intake.ScoreJournal;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings a feed of scores into the journal: all of it or nothing. */
public final class ScoreImport {
    private final Catalog catalog;
    private final Intake intake;
    private final ScoreJournal scores;
    private final InstantSource clock;

    public ScoreImport(Catalog catalog, Intake intake, ScoreJournal scores, InstantSource clock) {
        this.catalog = catalog;
        this.intake = intake;
        this.scores = scores;
        this.clock = clock;
    }

    /**
     * What an import of scores changes, or would change.
     *
     * @param added results that were not known
     * @param changed results whose score is other than before, with the score before
     * @param gone results that the source listed before and does not now
     */
    public record Report(
            String source,
            List<ScoreFact> added,
            Map<ScoreFact, BigDecimal> changed,
            List<ScoreFact> gone,
            int unchanged,
            Leftovers left) {

        /** Whether a capability index fitted before is out of date. */
        public boolean changesTheScores() {
            return !added.isEmpty() || !changed.isEmpty() || !gone.isEmpty();
        }
    }

    /**
     * Imports a feed.
     *
     * @throws BrokenFeed when it cannot be read to its end; the scores are as before
     * @throws IOException when another import is under way
     */
    public Report run(Feed feed, String source, InputStream bytes, boolean dryRun)
            throws IOException {
        Leftovers left = new Leftovers();
        Map<ScoreFact.Key, ScoreFact> read = read(feed, bytes, left);
        if (dryRun) {
            return compare(source, read, left);
        }
        try (Closeable _ = intake.begin().orElseThrow(PriceImport::busy)) {
            Report report = compare(source, read, left);
            Instant now = clock.instant();
            scores.append(
                    new Snapshot(source, now.atZone(ZoneOffset.UTC).toLocalDate()),
                    now,
                    List.copyOf(read.values()));
            return report;
        }
    }

    private Map<ScoreFact.Key, ScoreFact> read(Feed feed, InputStream bytes, Leftovers left)
            throws IOException {
        Map<ScoreFact.Key, ScoreFact> read = new LinkedHashMap<>();
        feed.read(
                bytes,
                item -> {
                    switch (item) {
                        case Item.Skipped(String what, String reason) -> left.skip(what, reason);
                        case Item.Price(Observation seen) ->
                                left.skip(seen.upstreamId(), "a price");
                        case Item.Score(ScoreFact score) -> join(score, read, left);
                    }
                });
        if (read.isEmpty() && left.unjoined() == 0) {
            throw new BrokenFeed("no score could be read");
        }
        return read;
    }

    private void join(ScoreFact score, Map<ScoreFact.Key, ScoreFact> read, Leftovers left) {
        var model = catalog.model(score.model());
        if (model.isEmpty()) {
            left.unknownModel(score.model());
            return;
        }
        ScoreFact joined =
                new ScoreFact(
                        model.get().model(),
                        score.effort(),
                        score.benchmark(),
                        score.score(),
                        score.unit(),
                        score.date(),
                        score.kind(),
                        score.source());
        ScoreFact before = read.putIfAbsent(joined.key(), joined);
        if (before != null && !before.equals(joined)) {
            left.skip(
                    joined.model() + " " + joined.benchmark(),
                    "a second score of one result; the first holds");
        }
    }

    private Report compare(String source, Map<ScoreFact.Key, ScoreFact> read, Leftovers left) {
        Map<ScoreFact.Key, ScoreFact> before = new LinkedHashMap<>();
        scores.scores(source).forEach(score -> before.put(score.key(), score));
        List<ScoreFact> added = new ArrayList<>();
        Map<ScoreFact, BigDecimal> changed = new LinkedHashMap<>();
        int unchanged = 0;
        for (ScoreFact score : read.values()) {
            ScoreFact old = before.remove(score.key());
            if (old == null) {
                added.add(score);
            } else if (old.equals(score)) {
                unchanged++;
            } else {
                changed.put(score, old.score());
            }
        }
        return new Report(source, added, changed, List.copyOf(before.values()), unchanged, left);
    }
}
