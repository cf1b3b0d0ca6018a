package dev.undercut.market;

import static dev.undercut.market.Models.rates;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Usage;
import dev.undercut.market.PriceSchedule.ContextTier;
import dev.undercut.market.PriceSchedule.Timed;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceScheduleTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Rates FULL =
            new Rates(
                    price("3"), price("0.3"), price("3.75"), price("6"), price("15"), price("20"));

    @Test
    void every_kind_of_token_has_its_price() {
        Usage million = new Usage(1_000_000, 0, 0, 0, 0, 0);

        assertThat(FULL.cost(million)).isEqualTo(Usd.parse("3"));
        assertThat(FULL.cost(new Usage(0, 1_000_000, 0, 0, 0, 0))).isEqualTo(Usd.parse("0.3"));
        assertThat(FULL.cost(new Usage(0, 0, 1_000_000, 0, 0, 0))).isEqualTo(Usd.parse("3.75"));
        assertThat(FULL.cost(new Usage(0, 0, 0, 1_000_000, 0, 0))).isEqualTo(Usd.parse("6"));
        assertThat(FULL.cost(new Usage(0, 0, 0, 0, 1_000_000, 0))).isEqualTo(Usd.parse("15"));
        assertThat(FULL.cost(new Usage(0, 0, 0, 0, 0, 1_000_000))).isEqualTo(Usd.parse("20"));
    }

    @Test
    void a_kind_without_price_bills_as_the_plain_kind() {
        Rates plain = rates("2", "8");
        Rates noHour = new Rates(price("2"), null, price("2.5"), null, price("8"), null);

        assertThat(plain.cost(new Usage(0, 500_000, 250_000, 250_000, 0, 0)))
                .isEqualTo(Usd.parse("2"));
        assertThat(plain.cost(new Usage(0, 0, 0, 0, 0, 1_000_000))).isEqualTo(Usd.parse("8"));
        assertThat(noHour.cost(new Usage(0, 0, 0, 1_000_000, 0, 0))).isEqualTo(Usd.parse("2.5"));
    }

    @Property(tries = 300)
    void the_cost_is_the_exact_sum_of_its_parts(
            @ForAll @LongRange(max = 2_000_000) long input,
            @ForAll @LongRange(max = 2_000_000) long read,
            @ForAll @LongRange(max = 2_000_000) long written,
            @ForAll @LongRange(max = 2_000_000) long output,
            @ForAll @LongRange(max = 2_000_000) long reasoning,
            @ForAll @LongRange(max = 100_000_000) long fee) {
        PriceSchedule schedule = new PriceSchedule("t", FULL, List.of(), List.of(), new Usd(fee));
        BigInteger expected = BigInteger.valueOf(fee);
        long[] tokens = {input, read, written, written, output, reasoning};
        String[] prices = {"3000000", "300000", "3750000", "6000000", "15000000", "20000000"};
        for (int i = 0; i < tokens.length; i++) {
            expected =
                    expected.add(BigInteger.valueOf(tokens[i]).multiply(new BigInteger(prices[i])));
        }

        Usage usage = new Usage(input, read, written, written, output, reasoning);
        assertThat(schedule.cost(usage, NOON).picos()).isEqualTo(expected.longValueExact());
    }

    @ParameterizedTest
    @CsvSource({"128000, 0.256", "128001, 0.512004", "272000, 1.088", "272001, 2.720010"})
    void a_context_tier_reprices_the_whole_request_from_one_token_more(long input, String usd) {
        PriceSchedule schedule =
                new PriceSchedule(
                        "t",
                        rates("2", "8"),
                        List.of(
                                new ContextTier(128_000, rates("4", "16")),
                                new ContextTier(272_000, rates("10", "40"))),
                        List.of(),
                        Usd.ZERO);

        assertThat(schedule.cost(Usage.of(input, 0), NOON)).isEqualTo(Usd.parse(usd));
    }

    @Test
    void cached_input_counts_towards_a_context_tier() {
        PriceSchedule schedule =
                new PriceSchedule(
                        "t",
                        rates("2", "8"),
                        List.of(new ContextTier(100, rates("4", "16"))),
                        List.of(),
                        Usd.ZERO);

        assertThat(schedule.cost(new Usage(1, 50, 25, 25, 1, 0), NOON))
                .isEqualTo(rates("4", "16").cost(new Usage(1, 50, 25, 25, 1, 0)));
    }

    @Test
    void a_window_prices_by_the_hour_and_a_context_tier_wins_over_it() {
        PriceSchedule schedule =
                new PriceSchedule(
                        "t",
                        rates("2", "8"),
                        List.of(new ContextTier(1000, rates("4", "16"))),
                        List.of(
                                new Timed(TimeWindow.parse("11:00-13:00"), rates("1", "1")),
                                new Timed(TimeWindow.parse("12:00-14:00"), rates("9", "9"))),
                        Usd.ZERO);

        assertThat(schedule.ratesFor(1000, NOON)).isEqualTo(rates("1", "1"));
        assertThat(schedule.ratesFor(1000, NOON.plusSeconds(3600))).isEqualTo(rates("9", "9"));
        assertThat(schedule.ratesFor(1000, NOON.plusSeconds(7200))).isEqualTo(rates("2", "8"));
        assertThat(schedule.ratesFor(1001, NOON)).isEqualTo(rates("4", "16"));
    }

    @Property(tries = 300)
    void no_call_costs_more_than_the_dearest_rates_or_less_than_the_cheapest(
            @ForAll @LongRange(max = 400_000) long input,
            @ForAll @LongRange(max = 100_000) long cached,
            @ForAll @LongRange(max = 50_000) long output,
            @ForAll @LongRange(max = 50_000) long reasoning,
            @ForAll @LongRange(max = 86_399) long second) {
        PriceSchedule schedule =
                new PriceSchedule(
                        "t",
                        FULL,
                        List.of(
                                new ContextTier(128_000, rates("1", "40")),
                                new ContextTier(272_000, rates("10", "12"))),
                        List.of(new Timed(TimeWindow.parse("01:00-14:00"), rates("0.5", "60"))),
                        Usd.ZERO);
        Instant at = Instant.parse("2026-11-21T00:00:00Z").plusSeconds(second);
        Usage mixed = new Usage(input, cached, cached, cached, output, reasoning);
        Usage plain = new Usage(input, 0, 0, 0, output, reasoning);

        assertThat(schedule.dearestFor(mixed.totalInput(), at).cost(mixed))
                .isGreaterThanOrEqualTo(schedule.cost(mixed, at));
        assertThat(schedule.dearestFor(mixed.totalInput() + 100_000, at).cost(mixed))
                .isGreaterThanOrEqualTo(schedule.cost(mixed, at));
        assertThat(schedule.cheapest().cost(plain)).isLessThanOrEqualTo(schedule.cost(plain, at));
    }

    @Test
    void a_fee_is_charged_once_a_call_even_for_nothing() {
        PriceSchedule schedule =
                new PriceSchedule("t", Rates.FREE, List.of(), List.of(), Usd.parse("0.005"));

        assertThat(schedule.cost(Usage.NONE, NOON)).isEqualTo(Usd.parse("0.005"));
        assertThat(schedule.isFree()).isFalse();
    }

    @Test
    void free_is_only_what_costs_nothing_at_any_length_and_hour() {
        PriceSchedule free = PriceSchedule.flat("t", Rates.FREE);
        PriceSchedule longer =
                new PriceSchedule(
                        "t",
                        Rates.FREE,
                        List.of(new ContextTier(1, rates("1", "1"))),
                        List.of(),
                        Usd.ZERO);
        PriceSchedule later =
                new PriceSchedule(
                        "t",
                        Rates.FREE,
                        List.of(),
                        List.of(new Timed(TimeWindow.parse("01:00-02:00"), rates("1", "1"))),
                        Usd.ZERO);

        assertThat(free.isFree()).isTrue();
        assertThat(longer.isFree()).isFalse();
        assertThat(later.isFree()).isFalse();
        assertThat(PriceSchedule.flat("t", rates("0", "1")).isFree()).isFalse();
    }

    private static PricePerMtok price(String usd) {
        return PricePerMtok.parse(usd);
    }
}
