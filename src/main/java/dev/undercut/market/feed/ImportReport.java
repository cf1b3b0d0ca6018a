package dev.undercut.market.feed;

import dev.undercut.market.PriceFact;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.intake.HeldPrice;
import dev.undercut.money.PricePerMtok;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an import changes, or would change.
 *
 * @param source the name under which the facts cite it
 * @param added offers that were not known
 * @param changed offers whose terms are other than before
 * @param gone offers that the source listed before and does not now
 * @param held prices put into quarantine now
 * @param coverage how much of its last reading the source lists no more
 * @param confirmed prices known already, now also from this source
 * @param unchanged prices that the source listed before as they are
 * @param behind prices that another source has seen change since
 * @param waiting prices that are in quarantine already
 * @param rejected prices that were rejected earlier
 * @param left what was not read into the books
 */
public record ImportReport(
        String source,
        List<Change> added,
        List<Change> changed,
        List<Change> gone,
        List<HeldPrice> held,
        Coverage coverage,
        int confirmed,
        int unchanged,
        int behind,
        int waiting,
        int rejected,
        Leftovers left) {
    private static final MathContext SHOWN = new MathContext(3, RoundingMode.HALF_EVEN);

    /** Whether the books are other than before: not by what was only seen again. */
    public boolean changesTheBook() {
        return confirmed > 0 || !added.isEmpty() || !changed.isEmpty() || !gone.isEmpty();
    }

    /**
     * One offer's change.
     *
     * @param before what held, or null when nothing did
     * @param after what holds, or null when it is gone
     */
    public record Change(@Nullable PriceFact before, @Nullable PriceFact after) {
        public Change {
            if (before == null && after == null) {
                throw new IllegalArgumentException("a change of nothing");
            }
        }

        /** The newer of the two facts. */
        public PriceFact fact() {
            PriceFact fact = after == null ? before : after;
            if (fact == null) {
                throw new IllegalStateException("a change of nothing");
            }
            return fact;
        }

        /** New input price over old, to three digits; empty where one is unknown or zero. */
        public Optional<BigDecimal> inputFactor() {
            return factor(Rate.INPUT);
        }

        /** New output price over old, to three digits; empty where one is unknown or zero. */
        public Optional<BigDecimal> outputFactor() {
            return factor(Rate.OUTPUT);
        }

        private Optional<BigDecimal> factor(Rate rate) {
            PricePerMtok old = Amounts.of(before == null ? null : before.rates(), rate);
            PricePerMtok now = Amounts.of(after == null ? null : after.rates(), rate);
            return old == null || now == null || old.isFree()
                    ? Optional.empty()
                    : Optional.of(
                            new BigDecimal(now.plain()).divide(new BigDecimal(old.plain()), SHOWN));
        }
    }
}
