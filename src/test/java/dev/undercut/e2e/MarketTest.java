package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.app.House;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The market's doors: the same answers at the address and in the command. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class MarketTest {

    private static final String INDEX =
            "/api/market/index?at=2025-06-30&benchmark=MMLU&threshold=42";

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "");
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @Test
    void the_address_and_the_command_answer_the_same() throws Exception {
        Wire.Answer answer = Wire.get(world.port(), INDEX);
        House.Ran ran =
                House.run(
                        "market",
                        "index",
                        "--at",
                        "2025-06-30",
                        "--benchmark",
                        "mmlu",
                        "--threshold",
                        "42",
                        "--json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().strip()).isEqualTo(answer.text());
    }

    @Test
    void an_unchanged_answer_is_not_sent_again() throws Exception {
        Wire.Answer first = Wire.get(world.port(), INDEX);
        String tag = first.header("etag");
        Wire.Answer again = Wire.get(world.port(), INDEX, "If-None-Match: " + tag);

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(Wire.get(world.port(), INDEX + "&ratio=1:1", "If-None-Match: " + tag).status())
                .isEqualTo(200);
    }

    @Test
    void csv_comes_when_it_is_asked_for() throws Exception {
        Wire.Answer csv = Wire.get(world.port(), INDEX, "Accept: text/csv");
        House.Ran ran =
                House.run(
                        "market",
                        "index",
                        "--at",
                        "2025-06-30",
                        "--benchmark",
                        "mmlu",
                        "--threshold",
                        "42",
                        "--csv");

        assertThat(csv.header("content-type")).startsWith("text/csv");
        assertThat(csv.text()).startsWith("date,provider,model,price_usd_per_mtok,score,sources");
        assertThat(ran.out()).isEqualTo(csv.text());
    }

    @Test
    void wrong_and_unknown_are_told_apart() throws Exception {
        assertThat(Wire.get(world.port(), "/api/market/index?at=soon").status()).isEqualTo(400);
        Wire.Answer misspelt = Wire.get(world.port(), "/api/market/index?vendr=openai");
        assertThat(misspelt.status()).isEqualTo(400);
        assertThat(misspelt.text()).contains("nearest: vendor");
        assertThat(Wire.get(world.port(), "/api/market/offers?open_weights=yes").status())
                .isEqualTo(200);
        Wire.Answer unknown = Wire.get(world.port(), "/api/market/history?model=gpt-4p");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("nearest: ");
        assertThat(House.run("market", "index", "--at", "soon").exit()).isEqualTo(2);
        House.Ran ran = House.run("market", "history", "gpt-4p");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("nearest: ");
    }

    @Test
    void a_table_without_a_terminal_has_no_plot() {
        House.Ran ran = House.run("market", "index", "--threshold", "gpt-4");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).startsWith("date").contains("openai", "a year").doesNotContain("●");
    }
}
