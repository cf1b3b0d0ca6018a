package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.ledger.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run of test-time compute meets a provider that says 429. */
@Timeout(60)
class FullProviderTest {
    @TempDir private Path home;

    @Test
    void its_share_goes_to_the_next_equal_offer_and_nobody_waits_for_it() throws Exception {
        try (World world = new World(home, "")) {
            world.alpha.answersJson(429, Answers.error("slow down"), "Retry-After: 30");
            world.beta.answers(call -> call.stream(10, 5, "It is 42"));
            Wire.Answer answer =
                    world.chat(
                            "{\"model\":\"mini\",\"undercut\":{\"compute\":{\"strategy\":\"vote\","
                                    + "\"n\":6,\"stop\":\"cap\",\"slots\":2}},\"messages\":"
                                    + "[{\"role\":\"user\",\"content\":\"6*7?\"}]}");
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            JsonNode json = new JsonMapper().readTree(answer.body());
            assertThat(json.at("/undercut/provider").asText()).isEqualTo("beta");
            assertThat(json.at("/undercut/compute/wall_ms").asLong()).isLessThan(20_000);
            // The two that were under way at once met it; later ones went by.
            assertThat(world.alpha.calls()).hasSizeLessThanOrEqualTo(2).isNotEmpty();
            int calls = json.at("/undercut/compute/calls").asInt();
            assertThat(world.beta.calls()).hasSize(calls);
            assertThat(world.house.ledger().callsOf(answer.header("x-undercut-run")))
                    .hasSize(calls)
                    .allSatisfy(row -> {
                        assertThat(row.provider()).isEqualTo("beta");
                        assertThat(row.outcome()).isEqualTo(Outcome.OK);
                    });
        }
    }
}
