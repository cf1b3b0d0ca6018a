package dev.undercut.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.Capability;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Named ways to choose, tasks and fallbacks. */
class PolicyTest {
    private final Shop shop =
            new Shop()
                    .model("low", 45)
                    .model("mid", 55)
                    .model("high", 70)
                    .offer("p/low", "1", "1")
                    .offer("p/mid", "2", "2")
                    .offer("q/mid", "2.5", "2.5")
                    .offer("p/high", "9", "9");

    @Test
    void a_policy_asks_and_the_request_refines_it() {
        shop.policy(new Policy("auto", Ask.preferences("{'quality_min': 50}"), Map.of()));
        assertThat(shop.order("undercut/auto")).containsExactly("p/mid", "q/mid", "p/high");
        assertThat(shop.order(Ask.of("undercut/auto").with("{'quality_min': 60}")))
                .containsExactly("p/high");
        assertThat(shop.order(Ask.of("undercut/auto").with("{'providers': {'ignore': ['p']}}")))
                .containsExactly("q/mid");
    }

    @Test
    void a_task_has_terms_of_its_own_instead_of_the_policys() {
        shop.policy(
                new Policy(
                        "auto",
                        Ask.preferences("{'quality_min': 50, 'needs': ['audio']}"),
                        Map.of("summarise", Ask.preferences("{'quality_min': 40}"))));
        assertThat(shop.order("undercut/auto")).isEmpty();
        assertThat(shop.order(Ask.of("undercut/auto").with("{'task': 'summarise'}")))
                .containsExactly("p/low", "p/mid", "q/mid", "p/high");
        assertThat(shop.order(Ask.of("undercut/auto").with("{'task': 'other'}"))).isEmpty();
    }

    @Test
    void a_policy_may_be_surer_than_the_rest() {
        Capability vague = new Capability.Rated(60, 5, Capability.Scale.MARKET, "test");
        Shop unsure =
                new Shop()
                        .model("vague", vague)
                        .offer("p/vague", "1", "1")
                        .policy(
                                new Policy(
                                        "sure",
                                        Ask.preferences("{'quality_min': 55, 'confidence': 0.95}"),
                                        Map.of()));
        assertThat(unsure.order("undercut/55")).containsExactly("p/vague");
        assertThat(unsure.order("undercut/sure")).isEmpty();
    }

    @Test
    void fallbacks_follow_the_plan_in_their_order_without_repeats() {
        Ask ask = Ask.of("p/high").with("{'fallbacks': ['q/mid', 'nowhere', 'mid', 'high']}");
        assertThat(shop.order(ask)).containsExactly("p/high", "q/mid", "p/mid");
    }

    @Test
    void a_fallback_of_a_policy_may_lie_below_its_floor_but_not_outside_its_limits() {
        shop.policy(
                new Policy(
                        "auto",
                        Ask.preferences(
                                "{'quality_min': 60, 'fallbacks': ['mid', 'low'],"
                                        + " 'providers': {'ignore': ['q']}}"),
                        Map.of()));
        assertThat(shop.order("undercut/auto")).containsExactly("p/high", "p/mid", "p/low");
        assertThat(shop.order(Ask.of("undercut/auto").with("{'quality_min': 50}")))
                .containsExactly("p/mid", "p/high");
    }

    @Test
    void a_fallback_is_no_rejection() {
        Ask ask = Ask.of("undercut/60").with("{'fallbacks': ['low']}");
        assertThat(shop.order(ask)).containsExactly("p/high", "p/low");
        assertThat(shop.explain(ask).rejections())
                .extracting(rejection -> rejection.offer().name())
                .containsExactly("p/mid", "q/mid");
    }
}
