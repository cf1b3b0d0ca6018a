package dev.undercut.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Feature;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Model;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.TimeWindow;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else is asked of an offer, and what is said of one that falls short. */
class RequirementTest {

    private final Shop shop =
            new Shop()
                    .model(
                            new Model(
                                    "small",
                                    "small",
                                    "maker",
                                    null,
                                    null,
                                    false,
                                    8_000L,
                                    1_000L,
                                    Set.of(),
                                    null,
                                    new Rated(60, 0, Scale.MARKET, "test"),
                                    Map.of("gpqa-diamond", 40.0),
                                    "test"))
                    .model("large", 61)
                    .offer("a/small", "1", "4")
                    .offer("b/large", "10", "40")
                    .offer("c/large", "20", "80", Shop.price(null))
                    .offer("d/large", "30", "90", Shop.facts(null, null, Set.of()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'needs': ['tools']}| not known to support tools",
                "{'needs': ['vision']}| not known to support vision",
                "{'needs': ['json_schema']}| not known to support json_schema",
                "{'needs': ['reasoning']}| not known to support reasoning",
                "{'benchmark_min': {'GPQA_Diamond': 60}}| gpqa-diamond 40 is below 60",
                "{'benchmark_min': {'mmlu': 1}}| no score on mmlu is known",
                "{'min_context': 8001}| context window 8000 is below 8001",
                "{'max_usd_per_mtok': {'input': 0.5}}" + "| input price $1/Mtok is above $0.5/Mtok",
                "{'max_usd_per_mtok': {'output': 3.99}}"
                        + "| output price $4/Mtok is above $3.99/Mtok",
                "{'providers': {'only': ['b']}}| provider is not among providers.only",
                "{'providers': {'ignore': ['A']}}| provider is among providers.ignore",
                "{'max_usd': 0.000001}| cannot be kept within $0.000001",
                "{'quality_min': 60.5}| capability 60 ± 0 reaches 60.5 with probability 0,"
                        + " below 0.8",
            })
    void a_limit_that_is_missed_is_named(String preferences, String miss) {
        Ask ask = Ask.of("undercut/50").with(preferences);
        assertThat(shop.misses(ask, "a/small")).containsExactly(miss);
        assertThat(shop.order(ask)).doesNotContain("a/small");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'benchmark_min': {'gpqa-diamond': 40}}",
                "{'min_context': 8000}",
                "{'max_usd_per_mtok': {'input': 1, 'output': 4}}",
                "{'providers': {'only': ['A', 'z'], 'ignore': ['b']}}",
                "{'max_usd': 0.01}",
                "{'quality_min': 60, 'confidence': 0.99}",
                "{'needs': [], 'session': 's', 'task': 't', 'cache': 'off', 'fallbacks': ['x']}",
            })
    void a_limit_that_is_just_met_lets_it_through(String preferences) {
        assertThat(shop.order(Ask.of("undercut/50").with(preferences))).startsWith("a/small");
    }

    @Test
    void what_is_not_known_does_not_meet_a_limit() {
        Ask cheap = Ask.of("undercut/50").with("{'max_usd_per_mtok': {'input': 99, 'output': 99}}");
        assertThat(shop.misses(cheap, "c/large")).containsExactly("its price is not known");
        Ask bounded = Ask.of("undercut/50").with("{'max_usd': 5}");
        assertThat(shop.misses(bounded, "c/large")).containsExactly("its price is not known");
        Ask wide = Ask.of("undercut/50").with("{'min_context': 1}");
        assertThat(shop.misses(wide, "d/large")).containsExactly("its context window is not known");
    }

    @Test
    void an_offer_without_a_price_comes_last() {
        assertThat(shop.order("undercut/50"))
                .containsExactly("a/small", "b/large", "d/large", "c/large");
    }

    @Test
    void what_the_request_shows_is_required_without_being_asked_for() {
        Ask tools = Ask.of("undercut/50").needs(Feature.TOOLS);
        assertThat(shop.order(tools)).containsExactly("b/large", "c/large");
        assertThat(shop.misses(tools, "a/small")).containsExactly("not known to support tools");
        Ask two = Ask.of("undercut/50").needs(Feature.VISION, Feature.REASONING);
        assertThat(shop.misses(two, "a/small"))
                .containsExactlyInAnyOrder(
                        "not known to support vision", "not known to support reasoning");
    }

    @Test
    void the_window_must_hold_the_request_and_its_output_limit() {
        // 28,000 bytes are estimated as 7,000 tokens, and 6 more around them
        Ask fits = Ask.of("undercut/50").bytes(28_000).maxOutput(994);
        Ask tooLong = Ask.of("undercut/50").bytes(28_000).maxOutput(995);
        assertThat(shop.order(fits)).startsWith("a/small");
        assertThat(shop.misses(tooLong, "a/small"))
                .containsExactly("context window 8000 is below the 8001 needed");
        assertThat(shop.misses(tooLong, "d/large"))
                .containsExactly("its context window is not known");
    }

    @Test
    void an_output_limit_over_the_offers_own_is_not_served() {
        assertThat(shop.order(Ask.of("undercut/50").maxOutput(1_000))).startsWith("a/small");
        assertThat(shop.misses(Ask.of("undercut/50").maxOutput(1_001), "a/small"))
                .containsExactly("output limit 1000 is below the 1001 asked");
    }

    @Test
    void an_absurd_output_limit_is_refused_and_breaks_nothing() {
        for (long limit : new long[] {Integer.MAX_VALUE + 1L, Long.MAX_VALUE}) {
            Ask ask = Ask.of("undercut/50").maxOutput(limit).choices(128);
            assertThat(shop.order(ask)).isEmpty();
            assertThat(shop.plan(Ask.of("small").maxOutput(limit)).first().worst()).isNull();
            Ask bounded = Ask.of("small").maxOutput(limit).choices(128).with("{'max_usd': 1}");
            assertThat(shop.plan(bounded).first().worst()).isLessThanOrEqualTo(Usd.parse("1"));
        }
    }

    @Test
    void for_an_exactly_named_model_the_provider_knows_better_than_our_facts() {
        assertThat(shop.order(Ask.of("small").needs(Feature.TOOLS))).containsExactly("a/small");
        assertThat(shop.order(Ask.of("a/small").bytes(100_000))).containsExactly("a/small");
        assertThat(shop.order(Ask.of("small").maxOutput(5_000))).containsExactly("a/small");
        Ask doubted = Ask.of("large").needs(Feature.TOOLS);
        assertThat(shop.order(doubted)).containsExactly("b/large", "c/large");
        assertThat(shop.misses(doubted, "d/large")).containsExactly("not known to support tools");
    }

    @Test
    void what_is_asked_outright_binds_an_exactly_named_model_too() {
        assertThat(shop.order(Ask.of("small").with("{'needs': ['tools']}"))).isEmpty();
        assertThat(shop.order(Ask.of("small").with("{'min_context': 9000}"))).isEmpty();
        assertThat(shop.order(Ask.of("a/small").with("{'providers': {'ignore': ['a']}}")))
                .isEmpty();
        assertThat(shop.order(Ask.of("small").with("{'quality_min': 70}"))).isEmpty();
    }

    @Test
    void a_price_ceiling_counts_the_price_of_this_hour_and_length() {
        PriceSchedule dearAtNoon =
                new PriceSchedule(
                        "x",
                        Shop.rates("1", "1"),
                        List.of(new PriceSchedule.ContextTier(1_000, Shop.rates("3", "3"))),
                        List.of(
                                new PriceSchedule.Timed(
                                        TimeWindow.parse("11:00-13:00"), Shop.rates("2", "2"))),
                        Usd.ZERO);
        Shop one = new Shop().model("m", 60).offer("p/m", "1", "1", Shop.price(dearAtNoon));
        Ask ask = Ask.of("undercut/50").with("{'max_usd_per_mtok': {'input': 1.5}}");
        Instant night = Instant.parse("2026-11-21T23:00:00Z");
        assertThat(one.order(ask)).isEmpty();
        assertThat(one.order(ask, night)).containsExactly("p/m");
        assertThat(one.order(ask.bytes(8_000), night)).isEmpty();
    }

    @Test
    void three_nearest_offers_and_what_each_one_misses_are_named() {
        Shop four =
                new Shop()
                        .model("m50", 50)
                        .model("m52", 52)
                        .model("m54", 54)
                        .model("unrated")
                        .offer("p/m50", "1", "1")
                        .offer("p/m52", "1", "1")
                        .offer("p/m54", "1", "1")
                        .offer("p/unrated", "1", "1");
        assertThat(four.refusal(Ask.of("undercut/55")))
                .isEqualTo(
                        "No offer is adequate for `undercut/55` (capability index of at least 55)."
                                + " Nearest: p/m54: capability 54 ± 0 reaches 55 with probability"
                                + " 0, below 0.8; p/m52: capability 52 ± 0 reaches 55 with"
                                + " probability 0, below 0.8; p/m50: capability 50 ± 0 reaches 55"
                                + " with probability 0, below 0.8.");
    }

    @Test
    void a_model_that_nobody_configured_sells_brings_what_would_reach_it() {
        Shop none =
                new Shop()
                        .model("m", 50)
                        .offer("p/m", "1", "1")
                        .offer("q/m", "1", "1")
                        .offer("old/m", "1", "1", Shop.kind(Kind.RETIRED))
                        .hint("p", "set P_KEY")
                        .hint("q", "set Q_KEY")
                        .hint("old", "set OLD_KEY")
                        .configured();
        assertThat(none.refusal(Ask.of("m"))).endsWith("To reach it: set P_KEY, or set Q_KEY.");
        assertThat(none.refusal(Ask.of("undercut/m")))
                .endsWith("To reach it: set P_KEY, or set Q_KEY.");
        assertThat(none.refusal(Ask.of("undercut/20")))
                .endsWith("No provider key is set: only simulated models can be called.");
    }
}
