package dev.undercut.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Usage;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.PriceSchedule.ContextTier;
import dev.undercut.market.PriceSchedule.Timed;
import dev.undercut.market.Rates;
import dev.undercut.market.TimeWindow;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who comes first, and what the saving is measured against. */
class OrderTest {

    @Test
    void long_questions_and_long_answers_pick_different_offers() {
        Shop shop =
                new Shop()
                        .model("m", 60)
                        .offer("cheap-in/m", "1", "20")
                        .offer("cheap-out/m", "10", "2");
        assertThat(shop.order(Ask.of("undercut/50").bytes(200_000))).startsWith("cheap-in/m");
        assertThat(shop.order(Ask.of("undercut/50").bytes(40))).startsWith("cheap-out/m");
        assertThat(shop.order(Ask.of("undercut/50").bytes(400).maxOutput(5)))
                .startsWith("cheap-in/m");
    }

    @Test
    void models_that_think_pay_for_it_and_less_so_at_low_effort() {
        Shop shop =
                new Shop()
                        .thinker("thinker", 60)
                        .model("talker", 60)
                        .offer("p/thinker", "1", "1")
                        .offer("p/talker", "1", "3")
                        .writes("talker", Effort.DEFAULT, 400, 0);
        assertThat(shop.order("undercut/50")).startsWith("p/talker");
        assertThat(shop.order(Ask.of("undercut/50").effort(Effort.LOW))).startsWith("p/thinker");
    }

    @Test
    void a_models_own_measured_length_counts() {
        Shop shop =
                new Shop()
                        .model("brief", 60)
                        .model("wordy", 60)
                        .offer("p/brief", "1", "3")
                        .offer("p/wordy", "1", "2")
                        .writes("wordy", Effort.DEFAULT, 4_000, 0);
        assertThat(shop.order("undercut/50")).startsWith("p/brief");
        assertThat(shop.order(Ask.of("undercut/50").effort(Effort.HIGH))).startsWith("p/brief");
    }

    @Test
    void a_tier_for_long_requests_pushes_the_whole_request_up() {
        PriceSchedule tiered =
                new PriceSchedule(
                        "x",
                        Shop.rates("1", "1"),
                        List.of(new ContextTier(10_000, Shop.rates("9", "9"))),
                        List.of(),
                        Usd.ZERO);
        Shop shop =
                new Shop()
                        .model("m", 60)
                        .offer("tiered/m", "1", "1", Shop.price(tiered))
                        .offer("flat/m", "2", "2");
        assertThat(shop.order(Ask.of("m").bytes(39_000))).startsWith("tiered/m");
        assertThat(shop.order(Ask.of("m").bytes(41_000))).startsWith("flat/m");
    }

    @Test
    void the_hour_changes_the_choice() {
        PriceSchedule peak =
                new PriceSchedule(
                        "x",
                        Shop.rates("1", "1"),
                        List.of(),
                        List.of(new Timed(TimeWindow.parse("08:00-18:00"), Shop.rates("3", "3"))),
                        Usd.ZERO);
        Shop shop =
                new Shop()
                        .model("m", 60)
                        .offer("peaky/m", "1", "1", Shop.price(peak))
                        .offer("flat/m", "2", "2");
        assertThat(shop.order(Ask.of("m"), Instant.parse("2026-11-21T07:59:59Z")))
                .startsWith("peaky/m");
        assertThat(shop.order(Ask.of("m"), Instant.parse("2026-11-21T08:00:00Z")))
                .startsWith("flat/m");
        assertThat(shop.order(Ask.of("m"), Instant.parse("2026-11-21T18:00:00Z")))
                .startsWith("peaky/m");
    }

    @Test
    void a_fee_per_request_and_more_answers_count() {
        PriceSchedule fee =
                new PriceSchedule(
                        "x", Shop.rates("1", "1"), List.of(), List.of(), Usd.parse("0.001"));
        Shop shop =
                new Shop()
                        .model("m", 60)
                        .offer("fee/m", "1", "1", Shop.price(fee))
                        .offer("flat/m", "2", "2");
        assertThat(shop.order("m")).startsWith("flat/m");
        assertThat(shop.order(Ask.of("m").choices(8))).startsWith("fee/m");
        Quote quote = shop.plan(Ask.of("m").choices(8)).first();
        // 400 bytes are 100 tokens and 6 around them; 8 answers of 400
        assertThat(quote.inputTokens()).isEqualTo(106);
        assertThat(quote.outputTokens()).isEqualTo(3_200);
        assertThat(quote.expected()).isEqualTo(Usd.parse("0.004306"));
    }

    @Test
    void quality_first_puts_the_most_capable_first_and_then_the_cheapest() {
        Shop shop =
                new Shop()
                        .model("good", 60)
                        .model("best", 80)
                        .model("unrated")
                        .offer("p/good", "1", "1")
                        .offer("p/best", "9", "9")
                        .offer("q/best", "8", "8")
                        .offer("p/unrated", "0.1", "0.1")
                        .policy(
                                new Policy(
                                        "finest",
                                        Ask.preferences("{'order': 'quality'}"),
                                        Map.of()));
        assertThat(shop.order("undercut/finest"))
                .containsExactly("q/best", "p/best", "p/good", "p/unrated");
        assertThat(shop.order(Ask.of("undercut/finest").with("{'order': 'price'}")))
                .startsWith("p/unrated");
    }

    @Test
    void ties_are_broken_the_same_way_every_time() {
        for (String[] names : new String[][] {{"a", "b", "c"}, {"c", "b", "a"}}) {
            Shop shop = new Shop().model("m", 60).model("better", 61);
            for (String name : names) {
                shop.offer(name + "/m", "1", "1");
            }
            shop.offer("z/better", "1", "1");
            assertThat(shop.order("undercut/50")).containsExactly("z/better", "a/m", "b/m", "c/m");
        }
    }

    @Test
    void savings_are_measured_at_the_makers_list_price() {
        Shop shop =
                new Shop()
                        .model("gpt", 60)
                        .model("other", 70)
                        .maker("gpt", "openai")
                        .offer("reseller/gpt", "1", "1")
                        .offer("openai/gpt", "5", "20")
                        .offer("free/gpt", "0", "0", Shop.kind(Kind.FREE_TIER))
                        .offer("mine/gpt", "0", "0", Shop.kind(Kind.OWN_HARDWARE))
                        .offer("p/other", "0.5", "0.5");
        for (String name : List.of("gpt", "undercut/gpt", "reseller/gpt")) {
            assertThat(baseline(shop, name).offer().name()).as(name).isEqualTo("openai/gpt");
        }
        assertThat(baseline(shop.baseline("gpt"), "undercut/50").offer().name())
                .isEqualTo("openai/gpt");
    }

    @Test
    void without_a_maker_the_cheapest_price_of_the_market_is_the_list_price() {
        Shop shop =
                new Shop()
                        .model("open", 60)
                        .offer("a/open", "3", "3")
                        .offer("b/open", "2", "2")
                        .offer("free/open", "0", "0", Shop.kind(Kind.FREE_TIER))
                        .offer("mine/open", "0", "0", Shop.kind(Kind.OWN_HARDWARE));
        assertThat(baseline(shop, "open").offer().name()).isEqualTo("b/open");
        Shop home =
                new Shop()
                        .model("home", 60)
                        .offer("mine/home", "0", "0", Shop.kind(Kind.OWN_HARDWARE));
        assertThat(home.plan(Ask.of("home")).baseline()).isNull();
    }

    @Test
    void a_price_of_the_past_is_the_list_price_of_what_is_sold_no_more() {
        Shop shop =
                new Shop()
                        .model("old", 60)
                        .model("new", 70)
                        .maker("old", "p")
                        .offer("p/old", "30", "60", Shop.kind(Kind.RETIRED))
                        .offer("p/new", "1", "1");
        Plan plan = shop.plan(Ask.of("undercut/old"));
        assertThat(plan.first().offer().name()).isEqualTo("p/new");
        assertThat(baseline(shop, "undercut/old").offer().name()).isEqualTo("p/old");
    }

    @Test
    void in_the_sandbox_savings_are_measured_against_its_dearest_model() {
        Shop shop =
                new Shop()
                        .model("sim-a", 20)
                        .model("sim-b", 30)
                        .model("gpt", 60)
                        .offer("sandbox/sim-a", "1", "1", Shop.kind(Kind.SIMULATED))
                        .offer("sandbox/sim-b", "9", "9", Shop.kind(Kind.SIMULATED))
                        .baseline("gpt")
                        .policy(new Policy("any", Ask.preferences("{}"), Map.of()));
        assertThat(baseline(shop, "undercut/any").model()).isEqualTo("sim-b");
        assertThat(baseline(shop, "sim-a").model()).isEqualTo("sim-a");
    }

    @Test
    void thinking_and_cache_count_in_the_baseline_only_of_the_model_that_did_it() {
        Rates rates =
                new Rates(
                        PricePerMtok.parse("10"),
                        PricePerMtok.parse("1"),
                        null,
                        null,
                        PricePerMtok.parse("20"),
                        null);
        Shop shop =
                new Shop()
                        .model("gpt", 60)
                        .offer("p/gpt", "1", "1", Shop.price(PriceSchedule.flat("x", rates)));
        Baseline baseline = baseline(shop, "gpt");
        Usage usage = new Usage(100, 900, 0, 0, 50, 500);
        assertThat(baseline.cost(usage, "gpt", Shop.NOON)).isEqualTo(Usd.parse("0.0129"));
        assertThat(baseline.cost(usage, "other", Shop.NOON)).isEqualTo(Usd.parse("0.011"));
    }

    @Test
    void a_baseline_may_be_cheaper_than_the_answer() {
        Shop shop =
                new Shop()
                        .model("cheap", 40)
                        .model("dear", 70)
                        .offer("p/cheap", "1", "1")
                        .offer("p/dear", "9", "9")
                        .baseline("cheap");
        Offer answered = shop.plan(Ask.of("undercut/65")).first().offer();
        Usage usage = Usage.of(1_000, 1_000);
        Usd list = baseline(shop, "undercut/65").cost(usage, "dear", Shop.NOON);
        Usd saved = Objects.requireNonNull(list).minus(Shop.cost(answered, usage));
        assertThat(saved.isNegative()).isTrue();
    }

    @Test
    void without_a_list_price_there_is_no_baseline() {
        Shop shop = new Shop().model("m", 60).offer("p/m", "1", "1", Shop.price(null));
        assertThat(shop.plan(Ask.of("m")).baseline()).isNull();
        assertThat(shop.plan(Ask.of("m")).first().expected()).isNull();
    }

    private static Baseline baseline(Shop shop, String model) {
        return Objects.requireNonNull(shop.plan(Ask.of(model)).baseline());
    }
}
