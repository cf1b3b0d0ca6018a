package dev.undercut.app.answers;

import dev.undercut.market.PriceHistory;
import dev.undercut.market.analysis.ModelQuality;
import dev.undercut.market.analysis.Panels;
import dev.undercut.market.data.ClaimsFile;
import dev.undercut.web.market.Markets;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The market for the doors, kept until its history or the day whose knowledge counts changes. */
public final class MarketSources implements Markets {
    private final Supplier<PriceHistory> histories;
    private final AtomicReference<@Nullable Kept> last = new AtomicReference<>();

    private record Kept(PriceHistory history, @Nullable LocalDate day, Known known) {
        boolean isOf(PriceHistory other, @Nullable LocalDate otherDay) {
            return isSame(other) && Objects.equals(day, otherDay);
        }

        @SuppressWarnings("ReferenceEquality") // a new history is a new object
        private boolean isSame(PriceHistory other) {
            return history == other;
        }
    }

    /**
     * The market of a history that may be replaced as facts are imported.
     *
     * @param histories the newest
     */
    public MarketSources(Supplier<PriceHistory> histories) {
        this.histories = histories;
    }

    @Override
    public Known knownOn(@Nullable LocalDate day) {
        PriceHistory history = histories.get();
        Kept kept = last.get();
        if (kept != null && kept.isOf(history, day)) {
            return kept.known();
        }
        PriceHistory then = day == null ? history : history.asKnownOn(day);
        Known known =
                new Known(
                        Panels.of(then, new ModelQuality(then.models())),
                        then.models(),
                        then.aliases(),
                        ClaimsFile.load());
        last.set(new Kept(history, day, known));
        return known;
    }
}
