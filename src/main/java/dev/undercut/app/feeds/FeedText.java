package dev.undercut.app.feeds;

import dev.undercut.market.PriceFact;
import dev.undercut.market.Rates;
import dev.undercut.market.feed.Coverage;
import dev.undercut.market.feed.ImportReport;
import dev.undercut.market.feed.ImportReport.Change;
import dev.undercut.market.feed.Leftovers;
import dev.undercut.market.feed.ScoreImport;
import dev.undercut.market.intake.HeldPrice;
import dev.undercut.market.intake.ScoreFact;
import dev.undercut.money.PricePerMtok;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the feed commands print for people: the diff line by line, then its counts. */
public final class FeedText {
    private static final int LINES = 20;
    private static final int NAMES = 8;

    /** In points; less is not to be seen in what is printed. */
    private static final double LEAST_MOVE = 0.05;

    private final PrintWriter out;

    public FeedText(PrintWriter out) {
        this.out = out;
    }

    /** The diff of an import. */
    public void outcome(FeedDesk.Outcome outcome, boolean dryRun) {
        Coverage coverage =
                switch (outcome) {
                    case FeedDesk.Outcome.Prices(ImportReport report) -> {
                        prices(report);
                        yield report.coverage();
                    }
                    case FeedDesk.Outcome.Scores(ScoreImport.Report report, IndexChange index) -> {
                        scores(report);
                        if (index != null) {
                            index(index);
                        }
                        yield report.coverage();
                    }
                };
        if (dryRun) {
            out.println("Dry run: nothing was written.");
            if (coverage.looksCutShort()) {
                out.println(
                        "Looks cut short: %d of %d listed before are gone. Without --whole it would"
                                        .formatted(coverage.gone(), coverage.before())
                                + " be refused.");
            }
        }
    }

    /** What a fit to the imported scores did, or that there was nothing to fit. */
    public void refit(@Nullable IndexChange change) {
        if (change == null) {
            out.println("Nothing to fit: every imported score counts already.");
        } else {
            index(change);
        }
    }

    /** What waits in quarantine. */
    public void quarantine(List<HeldPrice> held) {
        for (HeldPrice price : held) {
            out.println(heldLine(price) + "  (" + price.source() + ", " + price.day() + ")");
        }
        out.println(
                held.isEmpty()
                        ? "Nothing waits."
                        : held.size()
                                + " waiting. `feed quarantine accept ID` makes a price valid,"
                                + " `reject ID` keeps it out for good.");
    }

    private void prices(ImportReport report) {
        lines(report.added(), change -> "+ " + name(change) + price(change.after()));
        lines(report.changed(), FeedText::changed);
        lines(report.gone(), change -> "- " + name(change) + price(change.before()) + ", gone");
        lines(report.held(), price -> "? " + heldLine(price));
        out.println(
                "%s: %d new, %d changed, %d gone, %d quarantined, %d confirmed, %d unchanged"
                        .formatted(
                                report.source(),
                                report.added().size(),
                                report.changed().size(),
                                report.gone().size(),
                                report.held().size(),
                                report.confirmed(),
                                report.unchanged()));
        if (report.behind() > 0) {
            out.println(
                    report.behind() + " prices are older than what another source has seen since");
        }
        if (report.waiting() + report.rejected() > 0) {
            out.println(
                    "still in quarantine: %d waiting, %d rejected before"
                            .formatted(report.waiting(), report.rejected()));
        }
        left(report.left());
    }

    private void scores(ScoreImport.Report report) {
        lines(report.added(), score -> "+ " + name(score) + "  " + score.score().toPlainString());
        lines(
                List.copyOf(report.changed().entrySet()),
                change ->
                        "~ %s  %s -> %s"
                                .formatted(
                                        name(change.getKey()),
                                        change.getValue().toPlainString(),
                                        change.getKey().score().toPlainString()));
        lines(report.gone(), score -> "- " + name(score) + ", gone");
        out.println(
                "%s: %d new, %d changed, %d gone, %d unchanged"
                        .formatted(
                                report.source(),
                                report.added().size(),
                                report.changed().size(),
                                report.gone().size(),
                                report.unchanged()));
        left(report.left());
    }

    private void index(IndexChange index) {
        String from = "%d scores, %d of them imported".formatted(index.scores(), index.imported());
        switch (index.how()) {
            case PLANNED -> {
                out.println(
                        "capability index %s would be made from %s"
                                .formatted(index.version(), from));
                return;
            }
            case FITTED ->
                    out.println(
                            "capability index %s, fitted to %s".formatted(index.version(), from));
            case KNOWN ->
                    out.println(
                            "capability index %s again, from %s".formatted(index.version(), from));
        }
        out.println(
                "%d places moved by more than 1 point, %d are new"
                        .formatted(index.moved(), index.added()));
        index.moves().stream()
                .limit(NAMES)
                .filter(move -> Math.abs(move.by()) > LEAST_MOVE)
                .forEach(move ->
                        out.printf(
                                Locale.ROOT,
                                "  %-40s %-8s %.1f -> %.1f (%+.1f)%n",
                                move.model(),
                                move.effort(),
                                move.before(),
                                move.after(),
                                move.by()));
    }

    private void left(Leftovers left) {
        if (left.unjoined() > 0) {
            out.println(
                    "not joined: %d; unknown providers %s; unknown models %s"
                            .formatted(
                                    left.unjoined(),
                                    most(left.unknownProviders()),
                                    most(left.unknownModels())));
        }
        for (Leftovers.Skipped skip : left.skipped()) {
            out.println(
                    "left aside, %s: %d (%s%s)"
                            .formatted(
                                    skip.reason(),
                                    skip.count(),
                                    String.join(", ", skip.examples()),
                                    skip.count() > skip.examples().size() ? ", ..." : ""));
        }
    }

    private static String most(Map<String, Integer> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String first =
                names.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Integer>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(NAMES)
                        .map(name -> name.getKey() + " " + name.getValue())
                        .collect(Collectors.joining(", "));
        return names.size() + " (" + first + (names.size() > NAMES ? ", ...)" : ")");
    }

    private <T> void lines(List<T> all, Function<T, String> line) {
        all.stream().limit(LINES).map(line).sorted(Comparator.naturalOrder()).forEach(out::println);
        if (all.size() > LINES) {
            out.println("  ... and %d more; --json lists all".formatted(all.size() - LINES));
        }
    }

    private static String name(ScoreFact score) {
        return "%-40s %-8s %-24s".formatted(score.model(), score.effort(), score.benchmark());
    }

    private static String name(Change change) {
        PriceFact fact = change.fact();
        return "%-48s %-14s"
                .formatted(fact.provider() + "/" + fact.upstreamId(), fact.tier().code());
    }

    private static String price(@Nullable PriceFact fact) {
        return fact == null
                ? ""
                : " input %s output %s%s"
                        .formatted(
                                fact.rates().input().plain(),
                                fact.rates().output().plain(),
                                days(fact));
    }

    private static String changed(Change change) {
        PriceFact before = change.before();
        PriceFact after = change.after();
        if (before == null || after == null) {
            return "~ " + name(change);
        }
        return "~ "
                + name(change)
                + amount("input", before, after, Rates::input, change.inputFactor().orElse(null))
                + amount("output", before, after, Rates::output, change.outputFactor().orElse(null))
                + other("cached_input", before, after, Rates::cachedInput)
                + other("cache_write_5m", before, after, Rates::cacheWrite)
                + other("cache_write_1h", before, after, Rates::cacheWriteHour)
                + other("reasoning", before, after, Rates::reasoning)
                + days(after);
    }

    private static String days(PriceFact fact) {
        return " from %s%s"
                .formatted(
                        fact.validFrom(), fact.validTo() == null ? "" : " until " + fact.validTo());
    }

    private static String amount(
            String kind,
            PriceFact before,
            PriceFact after,
            Function<Rates, PricePerMtok> price,
            @Nullable BigDecimal factor) {
        String old = price.apply(before.rates()).plain();
        String now = price.apply(after.rates()).plain();
        String by = factor == null ? "" : " (x" + factor.stripTrailingZeros().toPlainString() + ")";
        return old.equals(now)
                ? " " + kind + " " + now
                : " %s %s -> %s%s".formatted(kind, old, now, by);
    }

    private static String other(
            String kind,
            PriceFact before,
            PriceFact after,
            Function<Rates, @Nullable PricePerMtok> price) {
        PricePerMtok old = price.apply(before.rates());
        PricePerMtok now = price.apply(after.rates());
        return Objects.equals(old, now)
                ? ""
                : " %s %s -> %s"
                        .formatted(
                                kind,
                                old == null ? "unknown" : old.plain(),
                                now == null ? "unknown" : now.plain());
    }

    private static String heldLine(HeldPrice price) {
        return "%s  %s/%s %s  %s  %s"
                .formatted(
                        price.id(),
                        price.provider(),
                        price.upstreamId(),
                        price.tier(),
                        price.stated(),
                        String.join("; ", price.reasons()));
    }
}
