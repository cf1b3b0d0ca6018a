package dev.undercut.market.feed;

import dev.undercut.market.Catalog;
import dev.undercut.market.Model;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.feed.ImportReport.Change;
import dev.undercut.market.intake.HeldPrice;
import dev.undercut.market.intake.Intake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds one reading of a source against what was known, candidate by candidate, and so finds what
 * is new, changed, gone or in doubt.
 */
final class Comparison {
    private final String source;
    private final LocalDate today;
    private final Catalog catalog;
    private final Known known;
    private final Vetting vetting;
    private final Map<PriceFact.Key, List<PriceFact>> own = new LinkedHashMap<>();
    private final List<PriceFact> shippedListing;
    private final Set<String> rejectedIds;
    private final Map<String, HeldPrice> inQuarantine;
    private final Set<String> settled = new HashSet<>();

    private final Set<PriceFact.Key> met = new HashSet<>();
    private final Set<PriceFact> listed = new LinkedHashSet<>();
    private final List<Change> added = new ArrayList<>();
    private final List<Change> changed = new ArrayList<>();
    private final Map<String, HeldPrice> held = new LinkedHashMap<>();
    private int confirmed;
    private int unchanged;
    private int behind;
    private int waiting;
    private int rejected;

    Comparison(String source, LocalDate today, Catalog catalog, Known known, Intake intake) {
        this.source = source;
        this.today = today;
        this.catalog = catalog;
        this.known = known;
        this.vetting = new Vetting(known, today);
        intake.listed(source).forEach(fact -> own(fact.key()).add(fact));
        boolean firstReading =
                intake.snapshots().stream().noneMatch(read -> read.source().equals(source));
        this.shippedListing = firstReading ? known.shippedListing(source, today) : List.of();
        this.rejectedIds = intake.rejected();
        this.inQuarantine =
                intake.quarantine().stream().collect(Collectors.toMap(HeldPrice::id, held -> held));
    }

    private List<PriceFact> own(PriceFact.Key key) {
        return own.computeIfAbsent(key, each -> new ArrayList<>());
    }

    /** Takes one price in; those of one tier and first day together, since they may disagree. */
    void take(List<Candidate> same, Leftovers left) {
        Candidate first = same.getFirst();
        met.add(first.key());
        boolean disagree = same.stream().anyMatch(each -> !each.amounts().equals(first.amounts()));
        for (Candidate each : disagree ? same : List.of(first)) {
            one(each, disagree, left);
        }
    }

    private void one(Candidate candidate, boolean disagree, Leftovers left) {
        PriceFact said = disagree ? null : ownWord(candidate);
        if (said != null) {
            listed.add(said);
            unchanged++;
            return;
        }
        PriceFact before = known.inForce(candidate.key(), candidate.reference(today));
        PriceFact old = disagree ? null : leftBehind(candidate, before);
        if (old != null) {
            behind++;
            listed.add(again(old));
            return;
        }
        List<String> doubts = new ArrayList<>(vetting.doubts(candidate, before));
        if (disagree) {
            doubts.add("twice: the source lists it at different prices");
        }
        PriceFact fact = fact(candidate, before);
        if (!doubts.isEmpty() || isHeldBack(candidate.id(source))) {
            hold(candidate, doubts, fact);
        } else if (fact == null) {
            left.skip(name(candidate), "ended, and no source says when it began");
        } else {
            accept(candidate, fact, before);
        }
    }

    /**
     * The earlier fact that a source still shows after another one has seen the price change. It is
     * no news: taken as such, a source that lags by months would undo every change.
     */
    private @Nullable PriceFact leftBehind(Candidate candidate, @Nullable PriceFact before) {
        boolean undated = candidate.from() == null && candidate.to() == null;
        return undated
                        && before != null
                        && candidate.amounts().unit() == Amounts.Unit.TOKEN
                        && !candidate.amounts().isNegative()
                        && !candidate.amounts().agreeWith(before.rates(), before.perRequest())
                        && !Known.cites(before, source)
                ? known.earlier(before, candidate.amounts())
                : null;
    }

    /** An old fact as this source shows it today. */
    private PriceFact again(PriceFact old) {
        return new PriceFact(
                old.provider(),
                old.model(),
                old.upstreamId(),
                old.tier(),
                old.validFrom(),
                old.validTo(),
                today,
                today,
                old.rates(),
                old.perRequest(),
                old.original(),
                old.context(),
                old.maxOutput(),
                old.confidence(),
                old.notes(),
                List.of(source));
    }

    /**
     * Whether a person has to speak, or has spoken. What was held stays held, also when others have
     * moved meanwhile; only a price that went to and fro settles by itself.
     */
    private boolean isHeldBack(String id) {
        HeldPrice waits = inQuarantine.get(id);
        return rejectedIds.contains(id)
                || (waits != null
                        && !waits.reasons().stream()
                                .allMatch(why -> why.startsWith(Vetting.FLAPPING)));
    }

    private void accept(Candidate candidate, PriceFact fact, @Nullable PriceFact before) {
        listed.add(fact);
        if (inQuarantine.containsKey(candidate.id(source))) {
            settled.add(candidate.id(source));
        }
        PriceFact old = before == null ? last(own.get(candidate.key())) : before;
        if (old == null) {
            added.add(new Change(null, fact));
        } else if (sameTerms(old, fact)) {
            confirmed++;
        } else {
            changed.add(new Change(old, fact));
        }
    }

    private static boolean sameTerms(PriceFact old, PriceFact fact) {
        return old.rates().equals(fact.rates())
                && old.perRequest().equals(fact.perRequest())
                && old.validFrom().equals(fact.validFrom())
                && Objects.equals(old.validTo(), fact.validTo());
    }

    /** Into quarantine; what the source listed before stays listed, since the offer is there. */
    private void hold(Candidate candidate, List<String> doubts, @Nullable PriceFact fact) {
        listed.addAll(own.getOrDefault(candidate.key(), List.of()));
        String id = candidate.id(source);
        if (rejectedIds.contains(id)) {
            rejected++;
        } else if (inQuarantine.containsKey(id)) {
            waiting++;
        } else {
            held.putIfAbsent(
                    id,
                    new HeldPrice(
                            id,
                            source,
                            today,
                            candidate.key().provider(),
                            candidate.model(),
                            candidate.key().upstreamId(),
                            candidate.key().tier().code(),
                            candidate.amounts().text(),
                            doubts,
                            fact));
        }
    }

    /** The fact of this source that says the same already. */
    private @Nullable PriceFact ownWord(Candidate candidate) {
        return own.getOrDefault(candidate.key(), List.of()).stream()
                .filter(fact -> candidate.isSaidBy(fact, today))
                .findFirst()
                .orElse(null);
    }

    /** What the candidate becomes; null when it can be no price, or its first day is not known. */
    private @Nullable PriceFact fact(Candidate candidate, @Nullable PriceFact before) {
        if (candidate.amounts().unit() != Amounts.Unit.TOKEN || candidate.amounts().isNegative()) {
            return null;
        }
        PriceFact same =
                before != null && candidate.amounts().agreeWith(before.rates(), before.perRequest())
                        ? before
                        : null;
        Start start = start(candidate, same);
        LocalDate to = end(candidate, same);
        if (start == null || (to != null && !start.day.isBefore(to))) {
            return null;
        }
        Observation.Terms terms = candidate.seen().terms();
        return new PriceFact(
                candidate.key().provider(),
                candidate.model(),
                candidate.key().upstreamId(),
                candidate.key().tier(),
                start.day,
                to,
                today,
                today,
                candidate.amounts().rates(same == null ? null : same.rates()),
                same == null
                        ? candidate.amounts().fee()
                        : candidate.amounts().fee(same.perRequest()),
                same == null ? null : same.original(),
                terms.context() != null || before == null ? terms.context() : before.context(),
                terms.maxOutput() != null || before == null
                        ? terms.maxOutput()
                        : before.maxOutput(),
                start.confidence,
                notes(candidate, before, same),
                terms.source() == null ? List.of(source) : List.of(source, terms.source()));
    }

    private record Start(LocalDate day, Confidence confidence) {}

    private @Nullable Start start(Candidate candidate, @Nullable PriceFact same) {
        LocalDate from = candidate.from();
        LocalDate to = candidate.to();
        if (from != null) {
            return new Start(from, candidate.seen().terms().confidence());
        }
        if (same != null) {
            return new Start(same.validFrom(), same.confidence());
        }
        if (to == null || to.isAfter(today)) {
            return new Start(today, Confidence.OBSERVED);
        }
        LocalDate released = catalog.facts(candidate.model()).map(Model::released).orElse(null);
        return released == null ? null : new Start(released, Confidence.RELEASED);
    }

    /** An announced end or successor outlives a source that does not know of it. */
    private @Nullable LocalDate end(Candidate candidate, @Nullable PriceFact same) {
        if (candidate.to() != null || candidate.from() != null) {
            return candidate.to();
        }
        return same == null ? known.nextStart(candidate.key(), today) : same.validTo();
    }

    /**
     * A note that an offer is retired outlives sources that go on listing it; a doubt whether it is
     * sold ends when a source shows it that was not known to when the doubt arose.
     */
    private Set<String> notes(
            Candidate candidate, @Nullable PriceFact before, @Nullable PriceFact same) {
        Set<String> notes = new HashSet<>(candidate.notes());
        if (before != null) {
            boolean vouched = !Known.cites(before, source);
            before.notes().stream()
                    .filter(note -> same != null || note.startsWith("retired"))
                    .filter(note -> !(vouched && note.startsWith("stale since")))
                    .forEach(notes::add);
        }
        return notes;
    }

    private static String name(Candidate candidate) {
        return candidate.key().provider() + "/" + candidate.key().upstreamId();
    }

    private static @Nullable PriceFact last(@Nullable List<PriceFact> facts) {
        return facts == null ? null : facts.getLast();
    }

    /** All facts that the source lists now. */
    List<PriceFact> listed() {
        return List.copyOf(listed);
    }

    /** Held prices that need no verdict any more. */
    Set<String> settled() {
        return Set.copyOf(settled);
    }

    List<HeldPrice> held() {
        return List.copyOf(held.values());
    }

    ImportReport report(Leftovers left) {
        Map<PriceFact.Key, PriceFact> before = new LinkedHashMap<>();
        shippedListing.forEach(fact -> before.put(fact.key(), fact));
        own.forEach((key, facts) -> before.put(key, facts.getLast()));
        int listedBefore = before.size();
        before.keySet().removeAll(met);
        List<Change> gone = before.values().stream().map(fact -> new Change(fact, null)).toList();
        return new ImportReport(
                source,
                added,
                changed,
                gone,
                held(),
                new Coverage(listedBefore, gone.size()),
                confirmed,
                unchanged,
                behind,
                waiting,
                rejected,
                left);
    }
}
