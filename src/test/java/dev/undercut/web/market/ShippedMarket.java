package dev.undercut.web.market;

import dev.undercut.market.PriceHistory;
import dev.undercut.market.analysis.ModelQuality;
import dev.undercut.market.analysis.Panels;
import dev.undercut.market.analysis.PricePanel;
import dev.undercut.market.data.ClaimsFile;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.Reply;
import java.time.Instant;
import java.util.Map;

/** The market as the product ships it, at the desk. */
public final class ShippedMarket {
    private static final PriceHistory HISTORY = MarketFacts.load().history();
    private static final PricePanel PANEL = panel(HISTORY);

    private ShippedMarket() {}

    public static PricePanel panel() {
        return PANEL;
    }

    private static PricePanel panel(PriceHistory history) {
        return Panels.of(history, new ModelQuality(history.models()));
    }

    static MarketDesk desk() {
        return desk(OwnSpeeds.NONE);
    }

    static MarketDesk desk(OwnSpeeds speeds) {
        Instant today = Instant.parse("2026-11-21T12:00:00Z");
        return new MarketDesk(markets(), speeds, () -> today);
    }

    /** Where a desk finds it. */
    public static Markets markets() {
        return day -> {
            PriceHistory then = day == null ? HISTORY : HISTORY.asKnownOn(day);
            return new Markets.Known(
                    day == null ? PANEL : panel(then),
                    then.models(),
                    then.aliases(),
                    ClaimsFile.load());
        };
    }

    static AnswerTable ask(String analysis, Map<String, String> given) {
        return switch (desk().answer(analysis, given)) {
            case Reply.Found(AnswerTable table) -> table;
            case Reply.Refused(boolean unknown, String message) ->
                    throw new AssertionError(message);
        };
    }
}
