package dev.undercut.market.data;

import dev.undercut.market.analysis.claim.Claim;
import dev.undercut.market.analysis.claim.ClaimParser;
import dev.undercut.market.analysis.fit.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code data/claims.csv}: what people say about the market, with the query behind each. */
public final class ClaimsFile {
    private ClaimsFile() {}

    /**
     * Reads it.
     *
     * @throws IllegalStateException when it breaks its schema, naming line and column
     */
    public static List<Claim> load() {
        List<Claim> claims = new ArrayList<>();
        new DataFile("claims.csv")
                .forEach(row -> {
                    row.required("query");
                    claims.add(
                            new Claim(
                                    row.required("id"),
                                    row.required("quote"),
                                    row.required("source"),
                                    ClaimParser.query(row.required("query")),
                                    row.required("means"),
                                    interval(row.required("holds")),
                                    row.text("condition"),
                                    nullable(row.text("holds_if"))));
                });
        return claims;
    }

    private static @Nullable Interval nullable(@Nullable String text) {
        return text == null ? null : interval(text);
    }

    /** {@code LOW..HIGH}; an end left out is open. */
    private static Interval interval(String text) {
        int dots = text.indexOf("..");
        String low = text.substring(0, dots);
        String high = text.substring(dots + 2);
        return new Interval(
                low.isEmpty() ? Double.NEGATIVE_INFINITY : Double.parseDouble(low),
                high.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(high));
    }
}
