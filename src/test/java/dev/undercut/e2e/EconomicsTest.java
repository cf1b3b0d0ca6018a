package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.app.House;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The doors of economics: the same answers at the address and in the command. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class EconomicsTest {
    private static final String CHAT =
            "{\"model\":\"mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "");
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"serving", "plan", "profit-date", "task", "margin", "fleet", "scenario"})
    void the_address_and_the_command_answer_the_same(String analysis, @TempDir Path data)
            throws Exception {
        Wire.Answer answer = Wire.get(world.port(), "/api/economics/" + analysis);
        House.Ran ran = House.run("economics", analysis, "--data-dir", data.toString(), "--json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().strip()).isEqualTo(answer.text());
    }

    @Test
    void inputs_are_parameters_and_an_unchanged_answer_is_not_sent_again() throws Exception {
        String address = "/api/economics/plan?fall=10&list_value=5000&users=1000";
        Wire.Answer first = Wire.get(world.port(), address);
        JsonNode document = new JsonMapper().readTree(first.text());

        assertThat(document.path("figures").get(0).path("value").asInt()).isEqualTo(5000);
        assertThat(
                        Wire.get(world.port(), address, "If-None-Match: " + first.header("etag"))
                                .status())
                .isEqualTo(304);
        assertThat(Wire.get(world.port(), address, "Accept: text/csv").text())
                .startsWith("name,value,interval");
    }

    @Test
    void what_cannot_be_is_a_400_and_exit_2_without_a_trace() {
        House.Ran ran = House.run("economics", "plan", "--price", "-5");
        House.Ran wrong = House.run("economics", "plan", "--prize", "5");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("price", "above 0").doesNotContain("Exception", "\tat ");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("--prize").doesNotContain("\tat ");
    }

    @Test
    void what_cannot_be_is_a_400_over_http_and_an_unknown_model_a_404() throws Exception {
        Wire.Answer impossible = Wire.get(world.port(), "/api/economics/serving?utilisation=0");
        Wire.Answer unknown = Wire.get(world.port(), "/api/economics/task?model=gpt-4p");
        Wire.Answer misspelt = Wire.get(world.port(), "/api/economics/plan?prize=5");

        assertThat(impossible.status()).isEqualTo(400);
        assertThat(impossible.text()).contains("utilisation", "above 0, up to 1");
        assertThat(misspelt.status()).isEqualTo(400);
        assertThat(misspelt.text()).contains("'prize'", "nearest: price");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("nearest: ");
        assertThat(House.run("economics", "task", "--model", "gpt-4p").exit()).isEqualTo(1);
    }

    @Test
    void the_own_bill_comes_from_the_ledger() throws Exception {
        Wire.chat(world.port(), CHAT);
        JsonNode document =
                new JsonMapper()
                        .readTree(Wire.get(world.port(), "/api/economics/scenario?fall=10").text());

        assertThat(document.path("bill")).isNotEmpty();
        assertThat(document.path("bill").get(0).path("model").asText()).isEqualTo("mini");
        assertThat(document.path("bill").get(0).path("cost_usd").decimalValue()).isPositive();
    }

    @Test
    void help_names_every_input_with_its_default_and_source() {
        House.Ran ran = House.run("economics", "plan", "--help");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("--list-value", "default: 200", "claude-code-docs", "LOW", "--json");
        assertThat(House.run("economics").exit()).isEqualTo(2);
    }

    @Test
    void the_scenario_may_be_named_without_a_flag() {
        House.Ran ran = House.run("economics", "scenario", "price-fall");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("residual", "architecture, data, training technique", "out of scope");
    }
}
