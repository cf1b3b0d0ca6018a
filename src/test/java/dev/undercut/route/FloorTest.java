package dev.undercut.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.market.Capability;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Model;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.ScaleDraws;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Which capability is enough. */
class FloorTest {

    @Test
    void the_point_estimate_alone_does_not_meet_a_floor() {
        Shop shop =
                new Shop()
                        .model("wide", rated(57, 10))
                        .model("sure", rated(57, 1))
                        .offer("p/wide", "1", "1")
                        .offer("p/sure", "2", "2");
        assertThat(shop.order("undercut/55")).containsExactly("p/sure");
        assertThat(shop.misses(Ask.of("undercut/55"), "p/wide"))
                .containsExactly("capability 57 ± 10 reaches 55 with probability 0.58, below 0.8");
        assertThat(shop.order(Ask.of("undercut/55").with("{'confidence': 0.5}")))
                .containsExactly("p/wide", "p/sure");
        assertThat(shop.confidence(0.99).order("undercut/55")).isEmpty();
    }

    @Property(tries = 200)
    void a_floor_is_met_exactly_when_it_is_reached_with_the_confidence(
            @ForAll @DoubleRange(min = 20, max = 90) double index,
            @ForAll @DoubleRange(min = 0, max = 12) double error,
            @ForAll @DoubleRange(min = 20, max = 90) double floor,
            @ForAll @DoubleRange(min = 0.05, max = 0.99) double confidence) {
        Rated rated = rated(index, error);
        double probability = rated.probabilityAtLeast(floor);
        Assume.that(Math.abs(probability - confidence) > 1e-6);
        assertThat(rated.reaches(floor, Capability.margin(confidence)))
                .isEqualTo(probability >= confidence);
    }

    @Test
    void a_model_as_floor_is_met_on_the_difference_of_the_two() {
        Shop shop =
                new Shop()
                        .model("reference", rated(60, 3))
                        .model("close", rated(63, 3))
                        .model("above", rated(66, 3))
                        .offer("p/reference", "9", "9")
                        .offer("p/close", "1", "1")
                        .offer("p/above", "2", "2");
        // 63 reaches 60 with probability 0.84, but 63 ± 3 beats 60 ± 3 only with 0.76
        assertThat(shop.order("undercut/60")).containsExactly("p/close", "p/above");
        assertThat(shop.order("undercut/reference")).containsExactly("p/above", "p/reference");
        assertThat(shop.misses(Ask.of("undercut/reference"), "p/close"))
                .containsExactly(
                        "capability 63 ± 3 matches reference (60) with probability 0.76,"
                                + " below 0.8");
    }

    @Test
    void against_a_model_only_that_part_of_the_scales_error_counts_that_is_not_shared() {
        ScaleDraws draws =
                new ScaleDraws(new short[][] {{-400, -200, 200, 400}, {-380, -220, 180, 420}});
        Shop shop =
                new Shop()
                        .model("reference", rated(60, 1, draws, 0))
                        .model("better", rated(62, 1, draws, 1))
                        .offer("p/reference", "9", "9")
                        .offer("p/better", "1", "1");
        // 62 beats 60 by two points with an error of 1.4; against the number it is 3.8
        assertThat(shop.order("undercut/reference")).containsExactly("p/better", "p/reference");
        assertThat(shop.order("undercut/60")).isEmpty();
    }

    @Test
    void models_are_compared_at_the_effort_that_the_request_asks_for() {
        Shop shop =
                new Shop()
                        .model("plain", 65)
                        .model(thinking("thinker", 60, Effort.HIGH, 70))
                        .offer("p/plain", "5", "5")
                        .offer("p/thinker", "1", "1");
        assertThat(shop.order("undercut/65")).containsExactly("p/plain");
        assertThat(shop.order("undercut/plain")).containsExactly("p/plain");
        assertThat(shop.order(Ask.of("undercut/65").effort(Effort.HIGH)))
                .containsExactly("p/thinker", "p/plain");
        assertThat(shop.order(Ask.of("undercut/plain").effort(Effort.HIGH)))
                .containsExactly("p/thinker", "p/plain");
        assertThat(shop.order(Ask.of("undercut/thinker").effort(Effort.HIGH)))
                .containsExactly("p/thinker");
        assertThat(shop.order(Ask.of("undercut/thinker").effort(Effort.LOW)))
                .containsExactly("p/thinker", "p/plain");
        assertThat(
                        shop.order(
                                Ask.of("undercut/50")
                                        .effort(Effort.MAX)
                                        .with("{'order': 'quality'}")))
                .containsExactly("p/plain", "p/thinker");
    }

    @Test
    void a_model_always_matches_itself_rated_or_not() {
        Shop shop =
                new Shop()
                        .model("vague", rated(60, 30))
                        .model("unknown")
                        .model("top", 99)
                        .offer("p/vague", "1", "1")
                        .offer("q/vague", "2", "2")
                        .offer("p/unknown", "1", "1")
                        .offer("p/top", "1", "1");
        assertThat(shop.order("undercut/vague")).contains("p/vague", "q/vague");
        assertThat(shop.order("undercut/unknown")).containsExactly("p/unknown");
        assertThat(shop.misses(Ask.of("undercut/unknown"), "p/top"))
                .containsExactly("unknown is unrated, so only itself is as capable");
    }

    @Test
    void the_unrated_meet_no_floor_however_low() {
        Shop shop =
                new Shop()
                        .model("unknown")
                        .model("top", 99)
                        .offer("p/unknown", "1", "1")
                        .offer("p/top", "9", "9");
        assertThat(shop.order("undercut/-100")).containsExactly("p/top");
        assertThat(shop.order("undercut/top")).containsExactly("p/top");
        assertThat(shop.misses(Ask.of("undercut/30"), "p/unknown"))
                .containsExactly("unrated, and a floor of 30 is asked");
        assertThat(shop.misses(Ask.of("undercut/top"), "p/unknown"))
                .containsExactly("unrated, so not known to match top");
    }

    @Test
    void the_sandbox_never_matches_a_real_model() {
        Shop shop = sandbox().model("real", 20).configured("sandbox").hint("p", "set P_KEY");
        assertThat(shop.order("undercut/real")).isEmpty();
        assertThat(shop.refusal(Ask.of("undercut/real")))
                .contains("its capability stands on another scale");
    }

    @Test
    void numbers_stand_on_the_sandbox_scale_only_while_nothing_real_can_be_called() {
        assertThat(sandbox().order("undercut/50")).containsExactly("sandbox/sim-b");
        Shop both = sandbox().model("real", 40).offer("p/real", "5", "5");
        assertThat(both.order("undercut/50")).isEmpty();
        assertThat(both.order("undercut/40")).containsExactly("p/real");
        assertThat(both.misses(Ask.of("undercut/40"), "sandbox/sim-b"))
                .containsExactly(
                        "its capability stands on another scale",
                        "simulated, and real providers are configured");
    }

    @Test
    void simulated_models_beside_real_ones_answer_only_when_named() {
        Shop both = sandbox().model("real", 40).offer("p/real", "5", "5");
        assertThat(both.order("sim-a")).containsExactly("sandbox/sim-a");
        assertThat(both.order("sandbox/sim-a")).containsExactly("sandbox/sim-a");
        assertThat(both.order("undercut/sim-a")).containsExactly("sandbox/sim-a");
    }

    @Test
    void free_tiers_never_win_unless_named() {
        Shop shop =
                new Shop()
                        .model("m", 60)
                        .offer("p/m", "1", "1")
                        .offer("free/m", "0", "0", Shop.kind(Kind.FREE_TIER));
        assertThat(shop.order("undercut/55")).containsExactly("p/m");
        assertThat(shop.order("undercut/m")).containsExactly("p/m");
        assertThat(shop.order("m")).containsExactly("p/m", "free/m");
        assertThat(shop.order("free/m")).containsExactly("free/m");
    }

    @Test
    void own_hardware_is_taken_by_policy_once_rated_and_by_name_always() {
        Shop shop =
                new Shop()
                        .model("rated", 60)
                        .model("unrated")
                        .model("sold", 60)
                        .offer("ollama/rated", "0", "0", Shop.kind(Kind.OWN_HARDWARE))
                        .offer("ollama/unrated", "0", "0", Shop.kind(Kind.OWN_HARDWARE))
                        .offer("p/sold", "1", "1")
                        .policy(new Policy("any", Ask.preferences("{}"), Map.of()));
        assertThat(shop.order("undercut/55")).containsExactly("ollama/rated", "p/sold");
        assertThat(shop.order("undercut/any")).containsExactly("ollama/rated", "p/sold");
        assertThat(shop.order("unrated")).containsExactly("ollama/unrated");
        assertThat(shop.order("undercut/unrated")).containsExactly("ollama/unrated");
        assertThat(shop.misses(Ask.of("undercut/any"), "ollama/unrated"))
                .containsExactly("own hardware without a capability index, taken only when named");
    }

    @Test
    void what_is_sold_no_more_is_never_called() {
        Shop shop =
                new Shop()
                        .model("old", 60)
                        .model("new", 61)
                        .offer("p/old", "1", "1", Shop.kind(Kind.RETIRED))
                        .offer("p/new", "2", "2");
        assertThat(shop.order("undercut/55")).containsExactly("p/new");
        assertThat(shop.order("undercut/old")).containsExactly("p/new");
        assertThat(shop.refusal(Ask.of("old"))).contains("It is sold no more.");
        assertThat(shop.refusal(Ask.of("p/old"))).contains("p/old: sold no more");
    }

    private static Shop sandbox() {
        return new Shop()
                .model("sim-a", new Rated(20, 0, Scale.SANDBOX, "test"))
                .model("sim-b", new Rated(50, 0, Scale.SANDBOX, "test"))
                .offer("sandbox/sim-a", "0.1", "0.1", Shop.kind(Kind.SIMULATED))
                .offer("sandbox/sim-b", "0.2", "0.2", Shop.kind(Kind.SIMULATED));
    }

    private static Rated rated(double index, double error, ScaleDraws draws, int row) {
        return new Rated(index, error, draws.of(row), false, Scale.MARKET, "test");
    }

    private static Model thinking(String id, double index, Effort effort, double there) {
        return new Model(
                id,
                id,
                "maker-of-" + id,
                null,
                null,
                null,
                true,
                128_000L,
                16_000L,
                Set.of(Feature.REASONING),
                null,
                rated(index, 0),
                Map.of(effort, rated(there, 0)),
                Map.of(),
                "test");
    }

    private static Rated rated(double index, double error) {
        return new Rated(index, error, Scale.MARKET, "test");
    }
}
