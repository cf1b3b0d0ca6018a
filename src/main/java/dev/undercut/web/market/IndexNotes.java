package dev.undercut.web.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.market.analysis.PriceIndex;
import dev.undercut.market.analysis.fit.LogTrend;
import dev.undercut.web.answer.Shape;
import java.util.ArrayList;
import java.util.List;

/** What stands below an index at a terminal: its trend, second opinion and forecast. */
final class IndexNotes {
    private static final int SHOWN_EVERY = 6;

    private IndexNotes() {}

    static List<String> of(PriceIndex.Index index, JsonNode json) {
        List<String> notes = new ArrayList<>();
        notes.add(trend(index, json));
        if (index.hedonic() != null) {
            notes.add(
                    "second estimator (hedonic, %d models as they came out): %sx a year (90 %%: %s)"
                            .formatted(
                                    index.hedonic().n(),
                                    factor(json.at("/hedonic/factor_per_year")),
                                    factor(json.at("/hedonic/interval90"))));
        }
        if (json.path("nearly_stopped_since").isTextual()) {
            notes.add(
                    "nearly stopped falling: it has not halved since "
                            + json.path("nearly_stopped_since").asText());
        }
        forecast(notes, json);
        return notes;
    }

    private static String trend(PriceIndex.Index index, JsonNode json) {
        LogTrend trend = index.trend();
        String what = index.wanted().label() + " (" + index.method().code() + ")";
        if (index.factorPerYear() == null) {
            return what + ": too few points for a trend (" + index.points().size() + ")";
        }
        String falls = what + " falls " + factor(json.path("factor_per_year")) + "x a year";
        if (trend == null) {
            return falls + " between its ends";
        }
        return "%s (90 %%: %s), R2 %s, halves in %d days, %d record lows"
                .formatted(
                        falls,
                        factor(json.path("interval90")),
                        factor(json.path("r2")),
                        Math.round(trend.halfLifeDays()),
                        index.points().size());
    }

    private static void forecast(List<String> notes, JsonNode json) {
        JsonNode months = json.path("forecast");
        if (months.isEmpty()) {
            notes.add("too young for a forecast");
            return;
        }
        for (int i = SHOWN_EVERY - 1; i < months.size(); i += SHOWN_EVERY) {
            JsonNode month = months.get(i);
            notes.add(
                    "forecast for %s: $%s (90 %%: %s to %s)"
                            .formatted(
                                    month.path("date").asText(),
                                    price(month.path("mid")),
                                    price(month.path("low")),
                                    price(month.path("high"))));
        }
        JsonNode test = json.path("back_test");
        notes.add(
                "  rare falls, rarer with age; %d of %d such forecasts of the past held (expected %s);"
                                .formatted(
                                        test.path("covered").asInt(),
                                        test.path("tried").asInt(),
                                        factor(test.path("expected")))
                        + " no model was ever sold below $"
                        + price(json.path("floor_usd_per_mtok")));
    }

    private static String factor(JsonNode node) {
        return Shape.FACTOR.write(node);
    }

    private static String price(JsonNode node) {
        return Shape.PRICE.write(node);
    }
}
