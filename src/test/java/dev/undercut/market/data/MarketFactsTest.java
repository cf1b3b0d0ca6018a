package dev.undercut.market.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Usage;
import dev.undercut.market.Book;
import dev.undercut.market.Capability;
import dev.undercut.market.Offer;
import dev.undercut.market.OutputExpectations;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The market that ships with the product, through the door that the product uses. */
class MarketFactsTest {
    /** A Saturday; DeepSeek's peak hours are on weekdays. */
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final MarketFacts FACTS = MarketFacts.load();
    private static final Book BOOK = FACTS.book(NOW);

    /** List prices as their makers publish them: input, cached input, output. */
    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o, 2.5, 1.25, 10",
        "openai, gpt-4o-mini, 0.15, 0.075, 0.6",
        "openai, gpt-4.1, 2, 0.5, 8",
        "openai, o3-mini, 1.1, 0.55, 4.4",
        "openai, o1, 15, 7.5, 60",
        "openai, o3, 2, 0.5, 8",
        "openai, gpt-5, 1.25, 0.125, 10",
        "openai, gpt-4, 30, , 60",
        "openai, gpt-3.5-turbo, 0.5, , 1.5",
        "openai, gpt-5.6-luna, 0.2, 0.02, 1.2",
        "openai, gpt-5.6-sol, 4, 0.4, 20",
        "anthropic, claude-opus-4-5, 5, 0.5, 25",
        "anthropic, claude-3-5-sonnet-20241022, 3, 0.3, 15",
        "google, gemini-2.0-flash, 0.1, 0.025, 0.4",
        "google, gemini-2.5-pro, 1.25, 0.125, 10",
        "deepseek, deepseek-r1, 0.55, , 2.19",
        "deepseek, deepseek-v3, 0.27, 0.07, 1.1",
        "deepseek, deepseek-v4-pro, 0.66, 0.022, 1.98",
    })
    void famous_offers_have_their_list_prices(
            String provider, String model, String input, String cached, String output) {
        Rates rates = price(provider, model).ratesFor(1000, NOW);

        assertThat(rates.input()).isEqualTo(PricePerMtok.parse(input));
        assertThat(rates.output()).isEqualTo(PricePerMtok.parse(output));
        assertThat(rates.cachedInput())
                .isEqualTo(cached == null ? null : PricePerMtok.parse(cached));
    }

    @Test
    void the_ratios_that_people_quote_come_out() {
        assertThat(ratio("openai", "o1", "deepseek", "deepseek-r1")).isBetween(27.3, 27.5);
        assertThat(ratio("openai", "gpt-4o", "google", "gemini-2.0-flash")).isEqualTo(25.0);
        assertThat(ratio("openai", "o1", "openai", "o3-mini")).isBetween(13.6, 13.7);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T00:59:59Z, 0.66", "2026-11-23T01:00:00Z, 1.32", "2026-11-23T03:59:59Z, 1.32",
        "2026-11-23T04:00:00Z, 0.66", "2026-11-23T06:00:00Z, 1.32", "2026-11-23T09:59:59Z, 1.32",
        "2026-11-23T10:00:00Z, 0.66", "2026-11-21T02:00:00Z, 0.66", "2026-11-22T07:00:00Z, 0.66",
    })
    void deepseek_costs_double_in_its_peak_hours(Instant at, String input) {
        assertThat(price("deepseek", "deepseek-v4-pro").ratesFor(10, at).input())
                .isEqualTo(PricePerMtok.parse(input));
    }

    @Test
    void long_contexts_are_repriced_as_a_whole() {
        PriceSchedule pro = price("google", "gemini-3.1-pro-preview");

        assertThat(pro.cost(Usage.of(200_000, 0), NOW)).isEqualTo(Usd.parse("0.4"));
        assertThat(pro.cost(Usage.of(200_001, 0), NOW)).isEqualTo(Usd.parse("0.800004"));
        assertThat(price("openai", "gpt-5.6-sol").ratesFor(272_001, NOW).output())
                .isEqualTo(PricePerMtok.parse("30"));
    }

    @ParameterizedTest
    @CsvSource({"2026-12-31T23:59:59Z, 0.75", "2027-01-01T00:00:00Z, 1.5"})
    void an_announced_price_begins_on_its_day(Instant at, String input) {
        for (String model : new String[] {"gemini-3.6-flash", "gemini-3.7-flash"}) {
            Offer offer = FACTS.book(at).offer("google", model).orElseThrow();

            assertThat(Objects.requireNonNull(offer.price()).ratesFor(1, at).input())
                    .isEqualTo(PricePerMtok.parse(input));
        }
    }

    @Test
    void a_shut_down_model_has_no_offer_at_its_maker_from_that_day() {
        Instant last = Instant.parse("2026-12-09T23:59:59Z");

        assertThat(FACTS.book(last).offer("openai", "gpt-5")).isPresent();
        assertThat(FACTS.book(last.plusSeconds(1)).offer("openai", "gpt-5")).isEmpty();
        assertThat(FACTS.book(last.plusSeconds(1)).model("gpt-5")).isPresent();
    }

    @Test
    void the_next_change_is_the_next_day_that_a_price_begins_or_ends() {
        Instant next = Objects.requireNonNull(FACTS.nextChange(NOW));

        assertThat(next).isAfter(NOW).isBeforeOrEqualTo(Instant.parse("2026-12-10T00:00:00Z"));
        assertThat(FACTS.offers(next)).isNotEqualTo(FACTS.offers(next.minusSeconds(1)));
        assertThat(FACTS.offers(next.minusSeconds(1))).isEqualTo(FACTS.offers(NOW));
        assertThat(FACTS.nextChange(Instant.parse("2026-12-31T00:00:00Z")))
                .isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(FACTS.nextChange(Instant.parse("2100-01-01T00:00:00Z"))).isNull();
    }

    @Test
    void every_name_in_the_book_resolves_to_itself() {
        assertThat(BOOK.models())
                .allSatisfy(model -> assertThat(BOOK.model(model.id())).contains(model));
        FACTS.aliases()
                .forEach((alias, id) ->
                        assertThat(BOOK.model(alias))
                                .as(alias)
                                .isPresent()
                                .isEqualTo(BOOK.model(id)));
        for (Offer offer : BOOK.offers()) {
            assertThat(BOOK.offer(offer.provider(), offer.upstreamId())).contains(offer);
            assertThat(BOOK.offersByUpstreamId(offer.upstreamId()))
                    .contains(offer)
                    .allMatch(same -> same.model().equals(offer.model()));
            assertThat(BOOK.offer(offer.provider(), offer.model().id()))
                    .hasValueSatisfying(
                            named -> assertThat(named.model()).isEqualTo(offer.model()));
        }
    }

    @Test
    void a_provider_and_a_model_name_the_plain_offer_rather_than_a_fast_or_free_one() {
        for (Offer offer : BOOK.offers()) {
            Offer named = BOOK.offer(offer.provider(), offer.model().id()).orElseThrow();
            if (offer.kind() == Offer.Kind.PAID) {
                assertThat(named.kind()).as(offer.name()).isNotEqualTo(Offer.Kind.FREE_TIER);
                assertThat(named.upstreamId().length())
                        .as("%s is %s", offer.name(), named.upstreamId())
                        .isLessThanOrEqualTo(offer.upstreamId().length());
            }
        }
    }

    @Test
    void retired_offers_keep_their_price_and_free_ones_are_marked() {
        assertThat(offer("deepseek", "deepseek-r1").kind()).isEqualTo(Offer.Kind.RETIRED);
        assertThat(offer("openai", "gpt-4o").kind()).isEqualTo(Offer.Kind.PAID);
        assertThat(BOOK.offers())
                .allSatisfy(offer ->
                        assertThat(offer.kind() == Offer.Kind.FREE_TIER)
                                .as(offer.upstreamId())
                                .isEqualTo(Objects.requireNonNull(offer.price()).isFree()));
    }

    @Test
    void models_carry_what_routing_needs() {
        var mini = BOOK.model("gpt-4o-mini").orElseThrow();

        assertThat(mini.tokenizer()).isEqualTo("o200k_base");
        assertThat(mini.features()).contains(Feature.TOOLS, Feature.VISION, Feature.JSON_SCHEMA);
        assertThat(mini.context()).isEqualTo(128_000);
        assertThat(mini.reasoning()).isFalse();
        assertThat(mini.capability()).isInstanceOf(Capability.Rated.class);
        assertThat(mini.scores()).isNotEmpty();
        assertThat(BOOK.model("o3-mini").orElseThrow().features()).contains(Feature.REASONING);
        assertThat(BOOK.model("GPT-4O-Mini")).contains(mini);
    }

    @Test
    void better_models_have_the_higher_index() {
        assertThat(index("gpt-4")).isEqualTo(50.0);
        assertThat(index("gpt-4o")).isGreaterThan(index("gpt-4o-mini"));
        assertThat(index("o1")).isGreaterThan(index("gpt-4o"));
        assertThat(index("gpt-5")).isGreaterThan(index("o3-mini"));
        assertThat(index("gpt-3.5-turbo")).isLessThan(50.0);
    }

    @Test
    void reasoning_models_are_expected_to_write_more_the_harder_they_think() {
        OutputExpectations outputs = MarketFacts.outputExpectations();
        long before = 0;
        for (Effort effort :
                new Effort[] {Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.MAX}) {
            var model = BOOK.model("deepseek-v4-pro").orElseThrow();
            long total = outputs.of(model, effort).total();
            assertThat(total).as(effort.code()).isGreaterThanOrEqualTo(before);
            before = total;
        }
        assertThat(outputs.of(BOOK.model("gpt-4o").orElseThrow(), Effort.DEFAULT).reasoning())
                .isZero();
    }

    private static double index(String model) {
        return ((Capability.Rated) BOOK.model(model).orElseThrow().capability()).index();
    }

    private static double ratio(String p1, String m1, String p2, String m2) {
        return (double) price(p1, m1).base().output().picosPerToken()
                / price(p2, m2).base().output().picosPerToken();
    }

    private static Offer offer(String provider, String model) {
        return BOOK.offer(provider, model).orElseThrow();
    }

    private static PriceSchedule price(String provider, String model) {
        return Objects.requireNonNull(offer(provider, model).price());
    }
}
