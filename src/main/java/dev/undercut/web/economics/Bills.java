package dev.undercut.web.economics;

import dev.undercut.economics.scenario.Bill;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.money.UsdTotal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the own bill is found. */
@FunctionalInterface
public interface Bills {
    /** So many of the newest requests are read at most. */
    int MOST_ENTRIES = 100_000;

    /** No ledger, no bill. */
    Bills NONE = (days, now) -> new Bill(days, List.of(), 0);

    /**
     * What was paid in the last days.
     *
     * @param days how many
     * @param now where they end
     */
    Bill last(int days, Instant now);

    /**
     * The bill that a ledger holds, from its newest entries.
     *
     * @param days how many, at most {@link #MOST_ENTRIES} requests
     * @param now where they end
     */
    static Bill of(Ledger ledger, int days, Instant now) {
        Instant since = now.minus(Duration.ofDays(days));
        Map<String, Bill.Line> lines = new TreeMap<>();
        long unknown = 0;
        for (LedgerEntry entry : ledger.newest(MOST_ENTRIES)) {
            String model = entry.model();
            if (entry.at().isBefore(since) || model == null) {
                continue;
            }
            if (entry.cost() == null || entry.usage() == null) {
                unknown++;
                continue;
            }
            Bill.Line line =
                    new Bill.Line(
                            model,
                            1,
                            entry.usage().totalInput(),
                            entry.usage().totalOutput(),
                            UsdTotal.ZERO.plus(entry.cost()));
            lines.merge(model, line, Bills::sum);
        }
        return new Bill(days, new ArrayList<>(lines.values()), unknown);
    }

    private static Bill.Line sum(Bill.Line one, Bill.Line other) {
        return new Bill.Line(
                one.model(),
                one.requests() + other.requests(),
                one.inputTokens() + other.inputTokens(),
                one.outputTokens() + other.outputTokens(),
                new UsdTotal(one.cost().picos().add(other.cost().picos())));
    }
}
