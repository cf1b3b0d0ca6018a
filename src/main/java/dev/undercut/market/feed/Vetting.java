package dev.undercut.market.feed;

import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.feed.Amounts.Unit;
import dev.undercut.money.PricePerMtok;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gates before the journal: finds what does not look right about a price. Each gate stands for
 * a mistake that was seen in a real feed. A gate errs to the side of holding: what is held can be
 * accepted, what was served cannot be taken back.
 */
final class Vetting {
    /** A change by more than this factor, either way, is held; one by exactly this is not. */
    static final BigDecimal JUMP = BigDecimal.valueOf(5);

    /** How the reason begins that settles by itself. */
    static final String FLAPPING = "flapping";

    /** So much dearer or cheaper than other hosts of the model nobody sells. */
    private static final BigDecimal ELSEWHERE = BigDecimal.valueOf(50);

    private static final BigDecimal DEAREST = BigDecimal.valueOf(5000);
    private static final BigDecimal CHEAPEST = new BigDecimal("0.0005");
    private static final BigDecimal CLOSE = new BigDecimal("0.02");
    private static final int FLAPPING_DAYS = 7;
    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);
    private static final MathContext SHOWN = new MathContext(3, RoundingMode.HALF_EVEN);

    private final Known known;
    private final LocalDate today;

    Vetting(Known known, LocalDate today) {
        this.known = known;
        this.today = today;
    }

    /**
     * Why a price should be looked at by a person; empty when it looks right.
     *
     * @param before the fact that it would follow, or null when the offer is new
     */
    List<String> doubts(Candidate candidate, @Nullable PriceFact before) {
        List<String> doubts = new ArrayList<>();
        if (candidate.amounts().unit() == Unit.CHARACTER) {
            doubts.add("per-character: stated per character, which is no price per token");
        }
        days(candidate).ifPresent(doubts::add);
        if (candidate.amounts().isNegative()) {
            doubts.add("negative: a price below zero");
            return doubts;
        }
        zero(candidate, before).ifPresent(doubts::add);
        if (doubts.isEmpty() && !candidate.isFreeTier()) {
            plausible(candidate).ifPresent(doubts::add);
            if (before != null && !before.rates().isFree()) {
                jump(candidate.amounts(), before).ifPresent(doubts::add);
            } else {
                elsewhere(candidate).ifPresent(doubts::add);
            }
        }
        if (before != null && !agrees(candidate, before)) {
            flapping(candidate, before).ifPresent(doubts::add);
        }
        return doubts;
    }

    private Optional<String> days(Candidate candidate) {
        LocalDate from = candidate.from();
        LocalDate to = candidate.to();
        return from != null && to != null && !from.isBefore(to)
                ? Optional.of("days: ends on %s, begins on %s".formatted(to, from))
                : Optional.empty();
    }

    private Optional<String> zero(Candidate candidate, @Nullable PriceFact before) {
        boolean free =
                candidate.amounts().signum(Rate.INPUT) == 0
                        && candidate.amounts().signum(Rate.OUTPUT) == 0;
        boolean half =
                candidate.amounts().signum(Rate.INPUT) == 0
                        || candidate.amounts().signum(Rate.OUTPUT) == 0;
        boolean known = candidate.isFreeTier() || (before != null && before.rates().isFree());
        if (free ? known : !half) {
            return Optional.empty();
        }
        return Optional.of("zero: costs nothing, and is not marked as a free tier");
    }

    private Optional<String> plausible(Candidate candidate) {
        for (Rate rate : new Rate[] {Rate.INPUT, Rate.OUTPUT}) {
            BigDecimal price = candidate.amounts().prices().getOrDefault(rate, BigDecimal.ONE);
            if (price.compareTo(DEAREST) > 0 || price.compareTo(CHEAPEST) < 0) {
                return Optional.of(
                        "unit: %s at %s USD per million tokens, which nobody ever asked"
                                .formatted(rate.code(), price.toPlainString()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> jump(Amounts amounts, PriceFact before) {
        @Nullable String largest = null;
        BigDecimal most = JUMP;
        for (Map.Entry<Rate, BigDecimal> price : amounts.prices().entrySet()) {
            PricePerMtok old = Amounts.of(before.rates(), price.getKey());
            if (old == null || old.isFree() || price.getValue().signum() == 0) {
                continue;
            }
            BigDecimal ratio = price.getValue().divide(new BigDecimal(old.plain()), DIGITS);
            BigDecimal size = size(ratio);
            if (size.compareTo(most) > 0) {
                most = size;
                largest =
                        "%s: %s %s is %s times the %s in force"
                                .formatted(
                                        isPowerOfTen(size) ? "unit slip" : "jump",
                                        price.getKey().code(),
                                        price.getValue().toPlainString(),
                                        ratio.round(SHOWN).toPlainString(),
                                        old.plain());
            }
        }
        return Optional.ofNullable(largest);
    }

    /** For offers without a past: what other hosts ask for the same model. */
    private Optional<String> elsewhere(Candidate candidate) {
        PricePerMtok usual = known.elsewhere(candidate.model(), candidate.key().provider(), today);
        BigDecimal input = candidate.amounts().prices().get(Rate.INPUT);
        if (usual == null || input == null || input.signum() == 0) {
            return Optional.empty();
        }
        BigDecimal ratio = input.divide(new BigDecimal(usual.plain()), DIGITS);
        return size(ratio).compareTo(ELSEWHERE) > 0
                ? Optional.of(
                        "unit slip: input %s is %s times the %s that others ask for the model"
                                .formatted(
                                        input.toPlainString(),
                                        ratio.round(SHOWN).toPlainString(),
                                        usual.plain()))
                : Optional.empty();
    }

    /** A, B, A within days: two upstreams of the source disagree, or it corrected itself. */
    private Optional<String> flapping(Candidate candidate, PriceFact before) {
        boolean fresh =
                candidate.from() == null
                        && before.confidence() == Confidence.OBSERVED
                        && before.validFrom().isAfter(today.minusDays(FLAPPING_DAYS));
        if (!fresh) {
            return Optional.empty();
        }
        PriceFact.Key key = candidate.key();
        PriceFact earlier = known.inForce(key, before.validFrom().minusDays(1));
        return earlier != null && agrees(candidate, earlier)
                ? Optional.of("flapping: back to the price that was left on " + before.validFrom())
                : Optional.empty();
    }

    private static boolean agrees(Candidate candidate, PriceFact fact) {
        return candidate.amounts().agreeWith(fact.rates(), fact.perRequest());
    }

    /** A ratio, or its inverse where that is larger. */
    private static BigDecimal size(BigDecimal ratio) {
        return ratio.compareTo(BigDecimal.ONE) < 0 ? BigDecimal.ONE.divide(ratio, DIGITS) : ratio;
    }

    private static boolean isPowerOfTen(BigDecimal size) {
        BigDecimal unit = BigDecimal.ONE.movePointRight(size.precision() - size.scale() - 1);
        BigDecimal mantissa = size.divide(unit, DIGITS);
        BigDecimal ten = BigDecimal.TEN;
        return mantissa.subtract(BigDecimal.ONE).abs().compareTo(CLOSE) <= 0
                || mantissa.subtract(ten).abs().compareTo(CLOSE.multiply(ten)) <= 0;
    }
}
