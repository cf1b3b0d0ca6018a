package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.Golden;
import dev.undercut.app.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of test-time compute, with simulated models. */
@Timeout(120)
class ComputeCommandsTest {
    private static final String BEGIN = "<!-- demo:begin -->\n";
    private static final String END = "<!-- demo:end -->\n";

    @TempDir private Path home;

    private String config = "";

    @BeforeEach
    void configure() throws IOException {
        Path file = home.resolve("undercut.yaml");
        Files.writeString(file, "data_dir: " + home.resolve("data") + "\nprobe_ollama: false\n");
        config = file.toString();
    }

    @Test
    void a_run_answers_and_says_what_it_took() {
        House.Ran ran =
                House.run(
                        "compute", "run", "--config", config, "-m", "sandbox-large:vote-5",
                        "What", "is", "6*7?");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("42");
        assertThat(ran.err()).contains("vote: ", "calls", "cost $", "expected $");
    }

    @Test
    void an_estimate_calls_nobody_and_a_bad_wish_is_refused() throws Exception {
        House.Ran ran =
                House.run(
                        "compute", "estimate", "--json", "--config", config, "-m", "sandbox-mini",
                        "-c", "best-16", "hello");
        JsonNode costs = new JsonMapper().readTree(ran.out()).at("/undercut/compute/estimate");
        assertThat(costs.path("expected_usd").decimalValue())
                .isLessThan(costs.path("worst_usd").decimalValue());
        House.Ran wrong =
                House.run(
                        "compute", "run", "--config", config, "-m", "sandbox-mini", "-c",
                        "{\"strategy\":\"vote\",\"n\":0}", "hello");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("undercut.compute.n");
    }

    @Test
    void the_page_shows_what_the_demo_measures() throws Exception {
        House.Ran ran = House.run("compute", "demo", "--config", config);
        assertThat(ran.exit()).isZero();
        String page = Files.readString(Path.of("docs/COMPUTE.md"));
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String table = "```\n" + ran.out() + "```\n";
        Golden.assertMatches("docs/COMPUTE.md", page.substring(0, from) + table + page.substring(to));
    }
}
