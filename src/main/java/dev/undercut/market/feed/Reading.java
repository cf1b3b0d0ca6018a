package dev.undercut.market.feed;

import dev.undercut.market.Catalog;
import dev.undercut.market.PriceFact;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a feed of prices and joins its spellings; keeps what joined, counts the rest. */
final class Reading {
    /** More than any feed has by a factor of fifty; a bound on memory. */
    private static final int MOST = 500_000;

    private final String kind;
    private final Catalog catalog;
    private final Leftovers left = new Leftovers();
    private final List<Joined> joined = new ArrayList<>();

    private Reading(String kind, Catalog catalog) {
        this.kind = kind;
        this.catalog = catalog;
    }

    private record Joined(String provider, Catalog.Join model, Observation seen) {}

    private record Slot(PriceFact.Key key, @Nullable LocalDate from) {}

    static Reading of(Feed feed, InputStream bytes, Catalog catalog) throws IOException {
        Reading reading = new Reading(feed.kind(), catalog);
        feed.read(bytes, reading::take);
        if (reading.joined.isEmpty() && reading.left.unjoined() == 0) {
            throw new BrokenFeed(
                    "no price could be read: is this a feed of kind "
                            + feed.kind()
                            + "?"
                            + reading.left.skipped().stream()
                                    .findFirst()
                                    .map(skip ->
                                            " (%d entries %s)"
                                                    .formatted(skip.count(), skip.reason()))
                                    .orElse(""));
        }
        if (reading.joined.size() >= MOST) {
            throw new BrokenFeed("more than " + MOST + " prices: no such feed is known");
        }
        return reading;
    }

    Leftovers left() {
        return left;
    }

    /** The candidates, those of one tier of one offer and one first day together. */
    Collection<List<Candidate>> candidates(Known known) {
        Map<Slot, List<Candidate>> slots = new LinkedHashMap<>();
        for (Joined each : joined) {
            Candidate candidate = candidate(each, known);
            slots.computeIfAbsent(
                            new Slot(candidate.key(), candidate.from()), slot -> new ArrayList<>())
                    .add(candidate);
        }
        slots.replaceAll((slot, same) -> same.size() == 1 ? same : surest(same));
        return slots.values();
    }

    /**
     * Where a source has only names of its own, several may join to one offer; the one spelled like
     * it is meant, the others are dated or older spellings.
     */
    private List<Candidate> surest(List<Candidate> same) {
        List<Candidate> exact =
                same.stream()
                        .filter(each ->
                                each.seen().exactId()
                                        || each.seen().upstreamId().equals(each.model())
                                        || each.seen().upstreamId().equals(each.key().upstreamId()))
                        .toList();
        if (exact.isEmpty()) {
            return same;
        }
        same.stream()
                .filter(each -> !exact.contains(each))
                .forEach(each ->
                        left.skip(
                                each.seen().upstreamId(),
                                "another spelling of a model that is listed"));
        return exact;
    }

    private static Candidate candidate(Joined each, Known known) {
        Observation seen = each.seen;
        String id =
                seen.exactId()
                        ? seen.upstreamId()
                        : known.upstreamId(each.provider, each.model.model(), seen.upstreamId());
        Set<String> notes = new HashSet<>(seen.terms().notes());
        notes.addAll(each.model.notes());
        return new Candidate(
                new PriceFact.Key(each.provider, id, seen.tier()), each.model.model(), notes, seen);
    }

    private void take(Item item) {
        switch (item) {
            case Item.Skipped(String what, String reason) -> left.skip(what, reason);
            case Item.Score(var score) -> left.skip(score.model(), "a score");
            case Item.Price(Observation seen) -> take(seen);
        }
    }

    private void take(Observation seen) {
        if (!seen.amounts().isComplete()) {
            left.skip(seen.provider() + "/" + seen.upstreamId(), "without input or output price");
            return;
        }
        Optional<String> provider = catalog.provider(kind, seen.provider());
        if (provider.isEmpty()) {
            left.unknownProvider(seen.provider());
            return;
        }
        Optional<Catalog.Join> model =
                seen.model().stream().map(catalog::model).flatMap(Optional::stream).findFirst();
        if (model.isEmpty()) {
            left.unknownModel(seen.provider() + "/" + seen.upstreamId());
        } else if (joined.size() < MOST) {
            joined.add(new Joined(provider.get(), model.get(), trimmed(seen)));
        }
    }

    private static Observation trimmed(Observation seen) {
        return new Observation(
                seen.provider(),
                seen.upstreamId(),
                seen.exactId(),
                seen.model(),
                seen.tier(),
                seen.amounts().essential(),
                seen.terms());
    }
}
