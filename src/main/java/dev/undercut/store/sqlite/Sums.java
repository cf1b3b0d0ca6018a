package dev.undercut.store.sqlite;

import dev.undercut.ledger.Ledger.Summary;
import dev.undercut.money.UsdTotal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Exact sums over the entries up to one of them. Since entries are only ever added behind the last,
 * sums once made stay true, and only what is new has to be read.
 *
 * @param upTo the number of the last entry in the sums
 * @param requests all entries but calls of runs
 * @param cost of known costs, in pico-dollars, of all entries but runs
 * @param unknownCosts entries but runs with none
 * @param comparedCost of costs where the baseline is known too
 * @param baseline of baselines where the cost is known too
 */
record Sums(
        long upTo,
        long requests,
        BigInteger cost,
        long unknownCosts,
        BigInteger comparedCost,
        BigInteger baseline) {

    static final Sums NONE = new Sums(0, 0, BigInteger.ZERO, 0, BigInteger.ZERO, BigInteger.ZERO);

    // SQLite's sum() fails past 64 bits, which is 9.2 million dollars. Halves of 32 bits cannot get
    // there in 2^31 rows; a negative amount has a negative upper half and a positive lower one.
    private static final String SQL =
            """
            SELECT max(seq), sum(asked), sum(paid AND cost_picos IS NULL),
                sum(paid * (cost_picos >> 32)), sum(paid * (cost_picos & 0xffffffff)),
                sum(both * (cost_picos >> 32)), sum(both * (cost_picos & 0xffffffff)),
                sum(both * (baseline_picos >> 32)), sum(both * (baseline_picos & 0xffffffff))
            FROM (SELECT seq, cost_picos, baseline_picos,
                    parent IS NULL AS asked,
                    calls IS NULL AS paid,
                    parent IS NULL AND cost_picos IS NOT NULL AND baseline_picos IS NOT NULL
                        AS both
                FROM entries WHERE seq > ?)
            """;

    /** These and the sums over all entries since. */
    Sums extended(Connection db) throws SQLException {
        try (PreparedStatement select = db.prepareStatement(SQL)) {
            select.setLong(1, upTo);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Columns columns = new Columns(row);
                Long last = columns.maybeNumber();
                if (last == null) {
                    return this;
                }
                long asked = columns.number();
                long unknown = columns.number();
                return new Sums(
                        last,
                        requests + asked,
                        cost.add(joined(columns)),
                        unknownCosts + unknown,
                        comparedCost.add(joined(columns)),
                        baseline.add(joined(columns)));
            }
        }
    }

    Summary summary() {
        return new Summary(
                requests,
                new UsdTotal(cost),
                unknownCosts,
                new UsdTotal(baseline),
                new UsdTotal(baseline.subtract(comparedCost)));
    }

    private static BigInteger joined(Columns columns) throws SQLException {
        BigInteger upper = BigInteger.valueOf(columns.number());
        return upper.shiftLeft(32).add(BigInteger.valueOf(columns.number()));
    }
}
