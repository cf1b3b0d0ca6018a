package dev.undercut.market.feed.source;

import dev.undercut.market.feed.Amounts;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.feed.Amounts.Unit;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what an entry states about prices; what it does not state stays out. */
final class Prices {
    private final Map<Rate, BigDecimal> stated = new EnumMap<>(Rate.class);
    private @Nullable BigDecimal perRequest;

    Prices with(Rate rate, @Nullable BigDecimal price) {
        if (price != null) {
            stated.put(rate, price);
        }
        return this;
    }

    Prices perRequest(@Nullable BigDecimal fee) {
        perRequest = fee == null || fee.signum() == 0 ? null : fee;
        return this;
    }

    boolean isEmpty() {
        return stated.isEmpty();
    }

    Amounts amounts() {
        return amounts(Unit.TOKEN);
    }

    Amounts amounts(Unit unit) {
        return new Amounts(unit, stated, perRequest);
    }

    /** The same, and what is not stated here as it is in {@code other}. */
    Prices over(Prices other) {
        other.stated.forEach(stated::putIfAbsent);
        return this;
    }
}
