package dev.undercut.web.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.Reply;
import dev.undercut.web.market.OwnSpeeds.Pace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Measured speed as an axis of the market, beside price and capability. */
class SpeedAxisTest {
    private static final Map<String, Pace> MEASURED =
            Map.of(
                    "openai/gpt-4o", new Pace(420.0, 80.0),
                    "openai/gpt-4o-mini", new Pace(300.0, 120.0),
                    "groq/llama-3.3-70b-instruct", new Pace(150.0, 280.0),
                    "deepseek/deepseek-v3", new Pace(900.0, null));

    private static JsonNode ask(String analysis, Map<String, String> given) throws Exception {
        MarketDesk desk = ShippedMarket.desk(offer -> MEASURED.getOrDefault(offer, Pace.UNKNOWN));
        return switch (desk.answer(analysis, given)) {
            case Reply.Found(AnswerTable table) -> new JsonMapper().readTree(table.json());
            case Reply.Refused(boolean unknown, String message) ->
                    throw new AssertionError(message);
        };
    }

    @Test
    void offers_show_what_was_measured_and_null_for_the_rest() throws Exception {
        JsonNode rows = ask("offers", Map.of("at", "2025-03-01", "vendor", "openai"));

        assertThat(offer(rows, "gpt-4o").path("tokens_per_s").asDouble()).isEqualTo(80);
        assertThat(offer(rows, "gpt-4o").path("ttft_ms").asDouble()).isEqualTo(420);
        assertThat(offer(rows, "gpt-4").path("tokens_per_s").isNull()).isTrue();
    }

    private static JsonNode offer(JsonNode rows, String model) {
        for (JsonNode row : rows) {
            if (row.path("provider").asText().equals("openai")
                    && row.path("model").asText().equals(model)) {
                return row;
            }
        }
        throw new AssertionError("no offer of " + model);
    }

    @Test
    void the_frontier_in_speed_holds_measured_offers_only_and_a_faster_one_is_not_beaten()
            throws Exception {
        JsonNode answer = ask("frontier", Map.of("at", "2025-03-01", "axis", "speed"));
        Set<String> placed = new HashSet<>();
        answer.path("dominated").forEach(point -> placed.add(point.path("model").asText()));
        Set<String> front = new HashSet<>();
        answer.path("points")
                .forEach(point -> {
                    assertThat(point.path("tokens_per_s").isNumber()).isTrue();
                    front.add(point.path("model").asText());
                });

        assertThat(front).contains("llama-3.3-70b-instruct");
        placed.addAll(front);
        assertThat(placed)
                .containsExactlyInAnyOrder("gpt-4o", "gpt-4o-mini", "llama-3.3-70b-instruct");
    }

    @Test
    void the_race_in_speed_runs_each_model_at_its_fastest_seller() throws Exception {
        Map<String, Double> values = new HashMap<>();
        JsonNode race = ask("race", Map.of("at", "2025-03-01", "axis", "speed"));
        for (JsonNode row : race) {
            values.put(row.path("model").asText(), row.path("value").asDouble());
        }

        assertThat(values)
                .containsEntry("llama-3.3-70b-instruct", 280.0)
                .containsEntry("gpt-4o-mini", 120.0)
                .doesNotContainKey("deepseek-v3");
    }
}
