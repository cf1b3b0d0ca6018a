package dev.undercut.market.data;

import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.PriceSchedule.ContextTier;
import dev.undercut.market.PriceSchedule.Timed;
import dev.undercut.market.Rates;
import dev.undercut.market.TimeWindow;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One dated price of one tier of an offer, as it stands in {@code data/offers.csv}.
 *
 * @param tier {@code standard}, {@code above:N} or {@code window:…}
 * @param validFrom the first day, in UTC
 * @param validTo the first day no longer, or null while it is still listed
 */
record PriceRow(
        String provider,
        String model,
        String upstreamId,
        String tier,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        Rates rates,
        Usd perRequest,
        @Nullable Long context,
        @Nullable Long maxOutput,
        @Nullable String note,
        String source) {
    private static final String STANDARD = "standard";
    private static final String ABOVE = "above:";
    private static final String WINDOW = "window:";

    static PriceRow read(Row row) {
        row.required("input");
        PricePerMtok input = Objects.requireNonNullElse(row.price("input"), PricePerMtok.FREE);
        row.required("output");
        PricePerMtok output = Objects.requireNonNullElse(row.price("output"), PricePerMtok.FREE);
        Usd fee = row.read("per_request", Usd::parse);
        row.read("tier", PriceRow::checked);
        LocalDate from = row.date("valid_from");
        return new PriceRow(
                row.required("provider"),
                row.required("model"),
                row.required("upstream_id"),
                row.required("tier"),
                from == null ? LocalDate.MIN : from,
                row.date("valid_to"),
                new Rates(
                        input,
                        row.price("cached_input"),
                        row.price("cache_write_5m"),
                        row.price("cache_write_1h"),
                        output,
                        row.price("reasoning")),
                fee == null ? Usd.ZERO : fee,
                row.whole("context"),
                row.whole("max_output"),
                row.text("note"),
                row.required("source"));
    }

    /** The tier as it stands; read here so that a wrong one is found with its line. */
    private static String checked(String tier) {
        if (tier.startsWith(ABOVE)) {
            Long.parseLong(tier.substring(ABOVE.length()));
        } else if (tier.startsWith(WINDOW)) {
            TimeWindow.parse(tier.substring(WINDOW.length()));
        } else if (!tier.equals(STANDARD)) {
            throw new IllegalArgumentException("standard, above:N or window:HH:MM-HH:MM");
        }
        return tier;
    }

    String offerKey() {
        return provider + "/" + upstreamId;
    }

    boolean validAt(Instant at) {
        LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
        return !day.isBefore(validFrom) && (validTo == null || day.isBefore(validTo));
    }

    List<Instant> edges() {
        List<Instant> edges = new ArrayList<>(2);
        if (!validFrom.equals(LocalDate.MIN)) {
            edges.add(validFrom.atStartOfDay(ZoneOffset.UTC).toInstant());
        }
        if (validTo != null) {
            edges.add(validTo.atStartOfDay(ZoneOffset.UTC).toInstant());
        }
        return edges;
    }

    /**
     * The offer that these rows, all of one provider and id, describe; none without a standard row.
     */
    static Optional<Offer> offer(Model model, List<PriceRow> rows) {
        PriceRow standard = null;
        List<ContextTier> tiers = new ArrayList<>();
        List<Timed> windows = new ArrayList<>();
        for (PriceRow row : rows) {
            if (row.tier.equals(STANDARD)) {
                standard = row;
            } else if (row.tier.startsWith(ABOVE)) {
                long above = Long.parseLong(row.tier.substring(ABOVE.length()));
                tiers.add(new ContextTier(above, row.rates));
            } else if (row.tier.startsWith(WINDOW)) {
                TimeWindow window = TimeWindow.parse(row.tier.substring(WINDOW.length()));
                windows.add(new Timed(window, row.rates));
            } else {
                throw new IllegalStateException("data/offers.csv: no tier: '" + row.tier + "'");
            }
        }
        if (standard == null) {
            return Optional.empty();
        }
        String id = standard.offerKey() + "@" + standard.validFrom;
        PriceSchedule price =
                new PriceSchedule(id, standard.rates, tiers, windows, standard.perRequest);
        return Optional.of(
                new Offer(
                        standard.provider,
                        model,
                        standard.upstreamId,
                        price,
                        standard.context == null ? model.context() : standard.context,
                        standard.maxOutput == null ? model.maxOutput() : standard.maxOutput,
                        model.features(),
                        kind(standard, price),
                        standard.source));
    }

    private static Offer.Kind kind(PriceRow standard, PriceSchedule price) {
        if (standard.note != null && standard.note.startsWith("retired")) {
            return Offer.Kind.RETIRED;
        }
        return price.isFree() ? Offer.Kind.FREE_TIER : Offer.Kind.PAID;
    }
}
