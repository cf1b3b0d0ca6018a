package dev.undercut.market.feed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.market.PriceTier;
import dev.undercut.market.TimeWindow;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.feed.Item;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Unfolds the conditional prices of genai-prices into periods that follow each other. */
final class GenaiPeriods {
    private static final Set<String> CONDITIONS = Set.of("start_date", "start_time", "end_time");

    private static final Map<Rate, String> FIELDS =
            Map.of(
                    Rate.INPUT, "input_mtok",
                    Rate.CACHED_INPUT, "cache_read_mtok",
                    Rate.CACHE_WRITE, "cache_write_mtok",
                    Rate.CACHE_WRITE_1H, "cache_write_1h_mtok",
                    Rate.OUTPUT, "output_mtok",
                    Rate.REASONING, "output_reasoning_mtok");

    private GenaiPeriods() {}

    /** The prices of some days; from and to are null where the source sets no bound. */
    record Period(@Nullable LocalDate from, @Nullable LocalDate to, Map<PriceTier, Prices> tiers) {}

    private record Conditional(
            @Nullable LocalDate from, @Nullable TimeWindow hours, Entry prices) {}

    /** The periods of a model, in order. */
    static List<Period> of(Entry prices, String what, Consumer<Item> sink) throws BadEntry {
        List<Conditional> all = new ArrayList<>();
        if (prices.json().isArray()) {
            for (JsonNode each : prices.json()) {
                Entry entry = new Entry(each);
                Entry.guard(what, sink, () -> all.add(conditional(entry)));
            }
        } else {
            all.add(new Conditional(null, null, prices));
        }
        TreeSet<LocalDate> days = new TreeSet<>();
        all.forEach(each -> {
            if (each.from != null) {
                days.add(each.from);
            }
        });
        List<Period> periods = new ArrayList<>();
        LocalDate from = null;
        for (LocalDate day : days) {
            add(periods, all, from, day);
            from = day;
        }
        add(periods, all, from, null);
        return periods;
    }

    private static void add(
            List<Period> periods,
            List<Conditional> all,
            @Nullable LocalDate from,
            @Nullable LocalDate to)
            throws BadEntry {
        int standard = -1;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).hours == null && begun(all.get(i), from)) {
                standard = i;
            }
        }
        if (standard < 0) {
            return;
        }
        Map<PriceTier, Prices> tiers = new LinkedHashMap<>(tiers(all.get(standard).prices));
        // Hours that stand before the standard price never apply: it is the later one.
        for (Conditional later : all.subList(standard + 1, all.size())) {
            if (later.hours != null && begun(later, from)) {
                tiers.put(new PriceTier.During(later.hours), prices(later.prices, 0));
            }
        }
        periods.add(new Period(from, to, tiers));
    }

    private static boolean begun(Conditional conditional, @Nullable LocalDate day) {
        return conditional.from == null || (day != null && !conditional.from.isAfter(day));
    }

    private static Conditional conditional(Entry entry) throws BadEntry {
        Entry condition = entry.at("constraint");
        for (Map.Entry<String, JsonNode> field : condition.json().properties()) {
            if (!CONDITIONS.contains(field.getKey()) && !field.getValue().isNull()) {
                throw new BadEntry("a condition that is not known");
            }
        }
        LocalDate from = condition.day("start_date");
        if (from == null && condition.has("start_date")) {
            throw new BadEntry("start_date is not a day");
        }
        return new Conditional(from, hours(condition), entry.at("prices"));
    }

    private static @Nullable TimeWindow hours(Entry condition) throws BadEntry {
        String start = condition.text("start_time");
        String end = condition.text("end_time");
        return start == null || end == null
                ? null
                : new TimeWindow(EnumSet.allOf(DayOfWeek.class), utc(start), utc(end));
    }

    private static LocalTime utc(String time) throws BadEntry {
        try {
            LocalTime read =
                    time.endsWith("Z") || time.indexOf('+') > 0 || time.indexOf('-') > 0
                            ? OffsetTime.parse(time)
                                    .withOffsetSameInstant(ZoneOffset.UTC)
                                    .toLocalTime()
                            : LocalTime.parse(time);
            return LocalTime.of(read.getHour(), read.getMinute());
        } catch (DateTimeException e) {
            throw new BadEntry("a time of day that is none");
        }
    }

    /** The standard price, and one for each length of input at which any kind's price rises. */
    private static Map<PriceTier, Prices> tiers(Entry entry) throws BadEntry {
        TreeSet<Long> starts = new TreeSet<>();
        for (String field : FIELDS.values()) {
            for (JsonNode tier : entry.at(field).at("tiers").json()) {
                starts.add(Entry.decimal("start", tier.path("start")).longValue());
            }
        }
        Map<PriceTier, Prices> tiers = new LinkedHashMap<>();
        tiers.put(PriceTier.STANDARD, prices(entry, 0));
        for (Long start : starts) {
            tiers.put(new PriceTier.Above(start), prices(entry, start));
        }
        return tiers;
    }

    private static Prices prices(Entry entry, long start) throws BadEntry {
        Prices prices = new Prices();
        for (Map.Entry<Rate, String> field : FIELDS.entrySet()) {
            prices.with(field.getKey(), price(entry, field.getValue(), start));
        }
        BigDecimal thousand = entry.decimal("requests_kcount");
        return prices.perRequest(thousand == null ? null : thousand.movePointLeft(3));
    }

    private static @Nullable BigDecimal price(Entry entry, String field, long start)
            throws BadEntry {
        JsonNode value = entry.json().path(field);
        if (!value.isObject()) {
            return entry.decimal(field);
        }
        BigDecimal price = Entry.decimal(field, value.path("base"));
        for (JsonNode tier : value.path("tiers")) {
            if (Entry.decimal("start", tier.path("start")).longValue() <= start) {
                price = Entry.decimal(field, tier.path("price"));
            }
        }
        return price;
    }
}
