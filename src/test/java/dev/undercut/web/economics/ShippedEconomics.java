package dev.undercut.web.economics;

import dev.undercut.economics.data.EconomicsFiles;
import dev.undercut.web.answer.Reply;
import dev.undercut.web.market.ShippedMarket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Economics as the product ships it, at the desk. */
final class ShippedEconomics {
    private ShippedEconomics() {}

    private static EconomicsDesk desk(Bills bills) {
        return new EconomicsDesk(
                EconomicsFiles::load,
                ShippedMarket.markets(),
                bills,
                () -> Instant.parse("2026-11-22T12:00:00Z"));
    }

    /** An answer to inputs written {@code name=value}. */
    static Reply ask(Bills bills, String analysis, String... given) {
        Map<String, String> inputs = new LinkedHashMap<>();
        for (String one : given) {
            int equals = one.indexOf('=');
            inputs.put(one.substring(0, equals), one.substring(equals + 1));
        }
        return desk(bills).answer(analysis, inputs);
    }
}
