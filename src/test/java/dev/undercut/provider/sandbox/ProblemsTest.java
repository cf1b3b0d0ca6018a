package dev.undercut.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void the_same_seed_gives_the_same_problems() {
        assertThat(Problems.mix(3, 50)).isEqualTo(Problems.mix(3, 50));
        assertThat(Problems.mix(3, 50)).isNotEqualTo(Problems.mix(4, 50));
    }

    @Test
    void there_are_fourteen_word_problems_beside_arithmetic_and_24() {
        assertThat(Problems.mix(1, 2_000).stream().map(Problem::kind).collect(Collectors.toSet()))
                .hasSize(16)
                .contains("arithmetic", "game-of-24", "trains", "ages", "work");
    }

    @Test
    void difficulties_spread_around_the_abilities_of_the_family() {
        List<Double> sorted =
                Problems.mix(1, 2_000).stream().map(Problem::difficulty).sorted().toList();

        assertThat(sorted.get(100)).isBetween(-2.5, -1.0);
        assertThat(sorted.get(1_000)).isBetween(-0.5, 0.5);
        assertThat(sorted.get(1_900)).isBetween(1.8, 3.2);
    }

    /** Among 64 samples of the strongest model is the truth, by independent arithmetic. */
    @Test
    void the_sandbox_knows_every_answer() {
        Sandbox sandbox = new Sandbox(5);
        for (Problem problem : Problems.mix(31, 400)) {
            var reply = sandbox.send(Sandbox.ask("sandbox-reasoner", problem.text()).put("n", 64));
            boolean known = false;
            for (int i = 0; i < 64 && !known; i++) {
                String content = reply.choice(i).path("message").path("content").asText();
                known = AnswerKey.isRight(problem, Sandbox.answerIn(content));
            }
            assertThat(known).as(problem.toString()).isTrue();
        }
    }
}
