package dev.undercut.market.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Usage;
import dev.undercut.market.Book;
import dev.undercut.market.Capability;
import dev.undercut.market.Journal;
import dev.undercut.market.Offer;
import dev.undercut.market.OutputExpectations;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceHistory;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Provenance;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The market that ships with the product, through the door that the product uses. */
class MarketFactsTest {
    /** A Saturday; DeepSeek's peak hours are on weekdays. */
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final MarketFacts LOADED = MarketFacts.load();
    private static final PriceHistory FACTS = LOADED.history();
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
        assertThat(prices(next)).isNotEqualTo(prices(next.minusSeconds(1)));
        assertThat(prices(next.minusSeconds(1))).isEqualTo(prices(NOW));
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
            if (!offer.has(Offer.Flag.STALE)) {
                assertThat(BOOK.offer(offer.provider(), offer.upstreamId())).contains(offer);
            }
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
        Set<String> callable = ProviderFiles.ids();
        for (Offer offer :
                BOOK.offers().stream().filter(o -> callable.contains(o.provider())).toList()) {
            Offer named = BOOK.offer(offer.provider(), offer.model().id()).orElseThrow();
            if (offer.kind() == Offer.Kind.PAID && !offer.has(Offer.Flag.STALE)) {
                assertThat(named.has(Offer.Flag.STALE)).isFalse();
                assertThat(named.kind()).as(offer.name()).isNotEqualTo(Offer.Kind.FREE_TIER);
                if (named.upstreamId().equals(offer.model().id())) {
                    continue; // spelled as asked
                }
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

    /** What anybody may ask of the shipped history: provider, id, day, input and output. */
    @ParameterizedTest
    @CsvSource({
        "openai, davinci, 2021-11-20, 60, 60",
        "openai, davinci, 2022-09-01, 20, 20",
        "openai, text-davinci-003, 2022-12-01, 20, 20",
        "openai, curie, 2022-07-03, 6, 6",
        "openai, gpt-3.5-turbo, 2023-03-01, 2, 2",
        "openai, gpt-3.5-turbo, 2023-06-13, 1.5, 2",
        "openai, gpt-3.5-turbo, 2026-11-21, 0.5, 1.5",
        "openai, gpt-4, 2023-03-14, 30, 60",
        "openai, gpt-4-1106-preview, 2023-11-06, 10, 30",
        "openai, gpt-4o, 2024-05-13, 5, 15",
        "openai, gpt-4o, 2024-10-02, 2.5, 10",
        "openai, gpt-4o-2024-05-13, 2026-01-01, 5, 15",
        "openai, o1, 2025-01-31, 15, 60",
        "openai, o3-mini, 2025-01-31, 1.1, 4.4",
        "openai, o3, 2025-06-09, 10, 40",
        "openai, o3, 2025-06-10, 2, 8",
        "openai, gpt-5.6-luna, 2026-07-29, 1, 6",
        "openai, gpt-5.6-luna, 2026-07-30, 0.2, 1.2",
        "openai, gpt-5.6-sol, 2026-08-20, 5, 30",
        "openai, gpt-5.6-sol, 2026-08-21, 4, 20",
        "anthropic, claude-opus-4-1, 2025-11-24, 15, 75",
        "anthropic, claude-opus-4-5, 2025-11-24, 5, 25",
        "google, gemini-2.0-flash, 2025-02-07, 0.1, 0.4",
        "google, gemini-1.5-pro, 2024-07-18, 3.5, 10.5",
        "deepseek, deepseek-chat, 2025-02-07, 0.14, 0.28",
        "deepseek, deepseek-chat, 2025-02-08, 0.27, 1.1",
        "deepseek, deepseek-chat, 2025-09-05, 0.56, 1.68",
        "deepseek, deepseek-chat, 2025-09-29, 0.28, 0.42",
        "deepseek, deepseek-reasoner, 2025-01-31, 0.55, 2.19",
        "deepseek, deepseek-v4-pro, 2026-05-24, 1.74, 3.48",
        "deepseek, deepseek-v4-pro, 2026-08-16, 0.435, 0.87",
        "together, meta-llama/Llama-3.2-3B-Instruct-Turbo, 2024-11-12, 0.06, 0.06",
    })
    void the_history_knows_the_prices_that_people_argue_about(
            String provider, String id, LocalDate day, String input, String output) {
        Offer offer = FACTS.book(noon(day)).offer(provider, id).orElseThrow();

        PriceSchedule price = Objects.requireNonNull(offer.price());
        assertThat(price.base().input()).isEqualTo(PricePerMtok.parse(input));
        assertThat(price.base().output()).isEqualTo(PricePerMtok.parse(output));
        assertThat(offer.provenance().sources()).isNotEmpty();
    }

    @Test
    void deepseek_raised_its_peak_price_threefold_in_august_2026() {
        Instant peak = Instant.parse("2026-08-17T02:00:00Z");
        Rates rates =
                Objects.requireNonNull(
                                FACTS.book(peak)
                                        .offer("deepseek", "deepseek-v4-pro")
                                        .orElseThrow()
                                        .price())
                        .ratesFor(1, peak);

        assertThat(rates.input()).isEqualTo(PricePerMtok.parse("1.32"));
        assertThat(rates.output()).isEqualTo(PricePerMtok.parse("3.96"));
    }

    /** What a day's knowledge says of another day; a price not yet known is not there. */
    @ParameterizedTest
    @CsvSource({
        "gpt-4, 2023-04-01, 2023-04-01, ",
        "gpt-4, 2023-04-01, 2023-09-18, 30",
        "gpt-4, 2026-11-21, 2024-01-01, 30",
        "gpt-3.5-turbo, 2024-02-01, 2024-01-01, 1",
        "gpt-3.5-turbo, 2024-02-01, 2026-11-21, 0.5",
        "gpt-5, 2026-12-11, 2026-01-01, 1.25",
        "gpt-5, 2026-12-11, 2026-11-21, ",
    })
    void the_history_knows_what_was_known(
            String id, LocalDate day, LocalDate knownOn, String input) {
        var offer = FACTS.asKnownOn(knownOn).book(noon(day)).offer("openai", id);

        assertThat(offer.map(found -> Objects.requireNonNull(found.price()).base().input()))
                .isEqualTo(Optional.ofNullable(input).map(PricePerMtok::parse));
    }

    @Test
    void gpt_3_fell_a_thousandfold_in_three_years() {
        PriceSchedule then = at("2021-11-20", "openai", "davinci");
        PriceSchedule later =
                at("2024-11-12", "together", "meta-llama/Llama-3.2-3B-Instruct-Turbo");

        assertThat(then.base().input().picosPerToken())
                .isEqualTo(1000 * later.base().input().picosPerToken());
    }

    @Test
    void hosts_that_only_a_list_of_the_dead_still_names_are_stale() {
        assertThat(BOOK.offers())
                .filteredOn(offer -> List.of("lambda", "hyperbolic").contains(offer.provider()))
                .isNotEmpty()
                .allMatch(offer -> offer.has(Offer.Flag.STALE));
        assertThat(offer("openai", "gpt-4o").flags()).isEmpty();
        assertThat(offer("openai", "o3").flags()).containsExactly(Offer.Flag.DISPUTED);
        assertThat(offer("openai", "o3").provenance().notes())
                .contains("disputed: genai-prices says 10/40");
    }

    @Test
    void a_price_says_since_when_from_whom_and_when_it_was_seen() {
        Provenance mini = offer("openai", "gpt-4o-mini").provenance();

        assertThat(mini.validFrom()).isEqualTo(LocalDate.parse("2024-07-18"));
        assertThat(mini.knownOn()).isEqualTo(LocalDate.parse("2024-07-18"));
        assertThat(mini.seenOn()).isEqualTo(LocalDate.parse("2026-09-23"));
        assertThat(mini.sources()).contains("models.dev", "llmgateway", "genai-prices");
    }

    @Test
    void facts_of_a_journal_come_after_the_shipped_ones() {
        PriceFact shipped =
                LOADED.facts().stream()
                        .filter(fact -> fact.provider().equals("openai"))
                        .filter(fact -> fact.upstreamId().equals("gpt-4o-mini"))
                        .findFirst()
                        .orElseThrow();
        LocalDate day = LocalDate.parse("2026-11-20");
        PriceFact cut =
                new PriceFact(
                        shipped.provider(),
                        shipped.model(),
                        shipped.upstreamId(),
                        shipped.tier(),
                        day,
                        null,
                        day,
                        day,
                        Rates.of(PricePerMtok.parse("0.1"), PricePerMtok.parse("0.4")),
                        Usd.ZERO,
                        null,
                        null,
                        null,
                        PriceFact.Confidence.OBSERVED,
                        Set.of(),
                        List.of("openrouter"));

        PriceHistory history = LOADED.history(new Pages(List.of(cut)));

        assertThat(input(history, NOW)).isEqualTo(PricePerMtok.parse("0.1"));
        assertThat(input(history, noon(day.minusDays(1)))).isEqualTo(PricePerMtok.parse("0.15"));
        assertThat(input(history.asKnownOn(day.minusDays(1)), NOW))
                .isEqualTo(PricePerMtok.parse("0.15"));
    }

    /** A journal that already holds what it holds. */
    private record Pages(List<PriceFact> facts) implements Journal {
        @Override
        public List<Snapshot> snapshots() {
            return List.of();
        }

        @Override
        public void append(Snapshot snapshot, List<PriceFact> facts) {
            throw new UnsupportedOperationException();
        }
    }

    private static PricePerMtok input(PriceHistory history, Instant at) {
        Offer mini = history.book(at).offer("openai", "gpt-4o-mini").orElseThrow();
        return Objects.requireNonNull(mini.price()).base().input();
    }

    /** What is sold and for how much, without the warnings that come with age. */
    private static Map<String, PriceSchedule> prices(Instant at) {
        Map<String, PriceSchedule> prices = new HashMap<>();
        FACTS.offers(at)
                .forEach(offer ->
                        prices.put(
                                offer.provider() + "/" + offer.upstreamId() + offer.kind(),
                                Objects.requireNonNull(offer.price())));
        return prices;
    }

    private static PriceSchedule at(String day, String provider, String id) {
        Offer offer = FACTS.book(noon(LocalDate.parse(day))).offer(provider, id).orElseThrow();
        return Objects.requireNonNull(offer.price());
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).toInstant(ZoneOffset.UTC);
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
