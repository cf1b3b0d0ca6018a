package dev.undercut.compute.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.run.RunSpec;
import dev.undercut.compute.spec.SpecReader.Reading;
import dev.undercut.compute.verify.VerifierSpec;
import dev.undercut.money.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {

    /** A house of three models and one that judges. */
    private record House(boolean tools, int choices) implements Background {
        @Override
        public List<String> models(int most) {
            return List.of("a", "b", "c").subList(0, Math.min(most, 3));
        }

        @Override
        public Optional<String> judge(String of) {
            return Optional.of("j");
        }

        @Override
        public long seed() {
            return 99;
        }
    }

    private static ObjectNode wish(String text) {
        return Wish.brief(text).or(() -> Wish.json(text)).orElseThrow();
    }

    private static RunSpec read(String text) {
        return switch (SpecReader.read(wish(text), new House(false, 1))) {
            case Reading.Read(RunSpec spec, boolean dry) -> spec;
            case Reading.Refused(String field, String message) ->
                    throw new AssertionError(field + ": " + message);
        };
    }

    private static Reading.Refused refused(String text, Background background) {
        return (Reading.Refused) SpecReader.read(wish(text), background);
    }

    @Test
    void the_short_form_is_a_strategy_a_number_and_dollars() {
        RunSpec spec = read("vote-8@0.02");
        assertThat(spec.strategy())
                .isEqualTo(new Strategy.Vote(8, new Strategy.StopRule.Beta(0.95)));
        assertThat(spec.budget().usd()).isEqualTo(Usd.parse("0.02"));
        assertThat(spec.models()).containsExactly("a");
        assertThat(spec.seed()).isEqualTo(99);
        assertThat(spec.slots()).isEqualTo(16);
        assertThat(Wish.brief("vote-x")).isEmpty();
        assertThat(Wish.brief("vote-8@")).isEmpty();
    }

    @Test
    void what_needs_scores_and_has_no_checker_gets_a_judge() {
        RunSpec judged = read("best-4");
        assertThat(judged.models()).containsExactly("a", "j");
        assertThat(judged.judge()).isEqualTo(1);
        assertThat(judged.answering()).isEqualTo(1);
        RunSpec checked =
                read("{\"strategy\":\"best\",\"verifier\":{\"type\":\"numeric\",\"expected\":42}}");
        assertThat(checked.judge()).isNull();
        assertThat(checked.verifier()).isInstanceOf(VerifierSpec.Numeric.class);
        RunSpec named =
                read("{\"strategy\":\"vote\",\"verifier\":{\"type\":\"judge\",\"model\":\"k\"}}");
        assertThat(named.models()).containsExactly("a", "k");
        assertThat(named.judge()).isEqualTo(1);
    }

    @Test
    void a_mixture_has_proposers_and_an_aggregator_and_a_tournament_a_judge() {
        RunSpec mix = read("mix-4");
        assertThat(mix.models()).containsExactly("a", "b", "c", "a", "j");
        assertThat(mix.strategy()).isEqualTo(new Strategy.Mix(1, 4, 4));
        assertThat(mix.judge()).isNull();
        RunSpec match = read("{\"strategy\":\"judge\",\"models\":[\"x\",\"j\"]}");
        assertThat(match.models()).containsExactly("x", "j");
        assertThat(match.strategy()).isEqualTo(new Strategy.Tournament(4, 1, 3, false));
    }

    @Test
    void all_limits_and_manners_can_be_said() {
        RunSpec spec =
                read(
                        "{\"strategy\":\"abmcts\",\"n\":5,\"models\":[\"x\",\"y\"],\"mode\":\"strict\","
                                + "\"budget\":{\"usd\":0.5,\"tokens\":1000,\"seconds\":1.5,\"calls\":9},"
                                + "\"seed\":7,\"on_exhausted\":\"error\",\"progress\":\"reasoning\","
                                + "\"slots\":3,\"posterior\":\"beta\"}");
        assertThat(spec.strategy()).isEqualTo(new Strategy.AbMcts(5, 2, Strategy.Posterior.BETA));
        assertThat(spec.strict()).isTrue();
        assertThat(spec.budget().calls()).isEqualTo(9);
        assertThat(spec.budget().tokens()).isEqualTo(1000);
        assertThat(spec.budget().time()).isGreaterThanOrEqualTo(Duration.ofMillis(1500));
        assertThat(spec.onExhausted()).isEqualTo(RunSpec.OnExhausted.ERROR);
        assertThat(spec.progress()).isEqualTo(RunSpec.Showing.REASONING);
    }

    @Test
    void what_is_said_nearer_wins_and_a_number_goes_with_its_strategy() {
        ObjectNode both = Wish.over(wish("{\"budget\":{\"calls\":3}}"), wish("vote-8@0.02"));
        assertThat(both.toString())
                .isEqualTo("{\"strategy\":\"vote\",\"n\":8,\"budget\":{\"usd\":0.02,\"calls\":3}}");
        assertThat(Wish.over(wish("best"), wish("vote-8")).has("n")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"best-4", "score", "tree", "mcts", "abmcts", "judge", "auto", "codet"})
    void strategies_whose_answers_are_texts_cannot_keep_tools(String strategy) {
        Reading.Refused refused = refused(strategy, new House(true, 1));
        assertThat(refused.field()).isEqualTo("strategy");
        assertThat(refused.message()).contains("tools");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"strategy\":\"tree\",\"depth\":999}",
                "{\"strategy\":\"tree\",\"depth\":1000,\"n\":4,\"children\":1000,\"values\":1000}",
                "{\"strategy\":\"judge\",\"n\":1000,\"budget\":{\"usd\":9}}",
                "{\"strategy\":\"score\",\"n\":1667}",
                "{\"strategy\":\"tree\",\"depth\":999,\"budget\":{\"calls\":5001}}"
            })
    void no_more_calls_can_be_planned_than_the_most_answers(String wish) {
        Reading.Refused refused = refused(wish, new House(false, 1));
        assertThat(refused.field()).isEqualTo("budget.calls");
        assertThat(refused.message()).contains("at most 5000");
    }

    @Test
    void a_plan_for_more_calls_is_one_within_a_budget_of_calls() {
        assertThat(read("vote-5000").strategy().n()).isEqualTo(5000);
        assertThat(read("{\"strategy\":\"score\",\"n\":1666}").strategy().n()).isEqualTo(1666);
        assertThat(
                        read("{\"strategy\":\"tree\",\"depth\":999,\"budget\":{\"calls\":5000}}")
                                .budget()
                                .calls())
                .isEqualTo(5000);
    }

    @Test
    void more_answers_than_a_run_makes_are_refused() {
        assertThat(refused("vote-3", new House(false, 4)).message()).contains("wants 4");
        assertThat(refused("mix", new House(false, 2)).field()).isEqualTo("n");
    }
}
