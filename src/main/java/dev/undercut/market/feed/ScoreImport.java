package dev.undercut.market.feed;

import dev.undercut.market.Catalog;
import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.intake.Intake;
import dev.undercut.market.intake.ScoreFact;
import dev.undercut.market.intake.ScoreJournal;
import dev.undercut.market.intake.ScoreTaker;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Brings a feed of scores into the journal: all of it or nothing. */
public final class ScoreImport {
    private static final int REASONS = 3;

    private final Catalog catalog;
    private final Intake intake;
    private final ScoreJournal scores;
    private final ScoreTaker taker;
    private final InstantSource clock;

    /**
     * Makes an import.
     *
     * @param taker judges the scores, and is told before they are written
     */
    public ScoreImport(
            Catalog catalog,
            Intake intake,
            ScoreJournal scores,
            ScoreTaker taker,
            InstantSource clock) {
        this.catalog = catalog;
        this.intake = intake;
        this.scores = scores;
        this.taker = taker;
        this.clock = clock;
    }

    /**
     * What an import of scores changes, or would change.
     *
     * @param added results that were not known
     * @param changed results whose score is other than before, with the score before
     * @param gone results that the source listed before and does not now
     * @param all what all sources list once it is written
     */
    public record Report(
            String source,
            List<ScoreFact> added,
            Map<ScoreFact, BigDecimal> changed,
            List<ScoreFact> gone,
            int unchanged,
            List<ScoreFact> all,
            Leftovers left) {

        /** Whether a capability index fitted before is out of date. */
        public boolean changesTheScores() {
            return !added.isEmpty() || !changed.isEmpty() || !gone.isEmpty();
        }

        /** How much of its last reading the source lists no more. */
        public Coverage coverage() {
            return new Coverage(changed.size() + unchanged + gone.size(), gone.size());
        }
    }

    /**
     * Imports a feed.
     *
     * @throws BrokenFeed when it cannot be read to its end, or looks cut short; the scores are as
     *     before
     * @throws IOException when another import is under way, or the taker can make nothing of them
     */
    public Report run(Feed feed, String source, InputStream bytes, Manner manner)
            throws IOException {
        Leftovers left = new Leftovers();
        Map<ScoreFact.Key, ScoreFact> read = read(feed, bytes, left);
        if (manner.dryRun()) {
            return compare(source, read, left);
        }
        try (Closeable _ = intake.begin().orElseThrow(PriceImport::busy)) {
            Report report = compare(source, read, left);
            if (!manner.whole()) {
                report.coverage().refuse(source, "scores");
            }
            taker.before(report.all());
            Instant now = clock.instant();
            scores.append(
                    new Snapshot(source, now.atZone(ZoneOffset.UTC).toLocalDate()),
                    now,
                    List.copyOf(read.values()));
            return report;
        }
    }

    /**
     * Has the taker make again what belongs to the scores as they stand; nothing is written.
     *
     * @throws IOException when an import is under way, or the taker can make nothing of them
     */
    public void takeAgain() throws IOException {
        try (Closeable _ = intake.begin().orElseThrow(PriceImport::busy)) {
            taker.before(scores.scores());
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
            String reasons =
                    left.skipped().stream()
                            .limit(REASONS)
                            .map(skip -> skip.count() + " " + skip.reason())
                            .collect(Collectors.joining(", "));
            throw new BrokenFeed(
                    "no score could be read" + (reasons.isEmpty() ? "" : ": " + reasons));
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
        var refusal = taker.refusal(joined);
        if (refusal.isPresent()) {
            left.skip(joined.model() + " " + joined.benchmark(), refusal.get());
            return;
        }
        ScoreFact before = read.putIfAbsent(joined.key(), joined);
        if (before != null && !before.equals(joined)) {
            left.skip(
                    joined.model() + " " + joined.benchmark(),
                    "a second score of one result; the first holds");
        }
    }

    private Report compare(String source, Map<ScoreFact.Key, ScoreFact> read, Leftovers left) {
        List<ScoreFact> listed = scores.scores(source);
        Map<ScoreFact.Key, ScoreFact> before = new LinkedHashMap<>();
        listed.forEach(score -> before.put(score.key(), score));
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
        return new Report(
                source,
                added,
                changed,
                List.copyOf(before.values()),
                unchanged,
                all(listed, read.values()),
                left);
    }

    /** What another source lists too stays when this one lists it no more. */
    private List<ScoreFact> all(List<ScoreFact> before, Collection<ScoreFact> now) {
        Map<ScoreFact, Integer> leaving = new HashMap<>();
        before.forEach(score -> leaving.merge(score, 1, Integer::sum));
        List<ScoreFact> all = new ArrayList<>();
        for (ScoreFact score : scores.scores()) {
            if (leaving.merge(score, -1, Integer::sum) < 0) {
                all.add(score);
            }
        }
        all.addAll(now);
        return all;
    }
}
