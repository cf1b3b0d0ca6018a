package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.app.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scores of one's own, imported beside a running server. One whole fit: some seconds. */
@Timeout(240)
class ScoresTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path home;

    @Test
    void imported_scores_move_the_index_of_commands_and_of_a_running_server() throws Exception {
        Path file = home.resolve("mine.csv");
        Files.writeString(
                file,
                "model,benchmark,score,source\n"
                        + "sonar-pro,gpqa-diamond,97,my lab\n"
                        + "sonar-pro,mmlu,97,my lab\n"
                        + "sonar-pro,math,98,my lab\n"
                        + "sonar-pro,my-own-test,98,my lab\n");
        try (World world = new World(home, "")) {
            Runnable feeds = world.house.feeds();
            double shipped = index(Wire.get(world.port(), "/api/market/offers").text());

            House.Ran dry = run("feed", "import", "scores-csv", file.toString(), "--dry-run");
            assertThat(dry.out()).contains("would be made from", "Dry run", "my-own-test");
            assertThat(index(run("market", "offers", "--json").out())).isEqualTo(shipped);

            JsonNode first =
                    JSON.readTree(
                            run("feed", "import", "scores-csv", file.toString(), "--json").out());
            assertThat(first.at("/capability_index/how").asText()).isEqualTo("fitted");
            String version = first.at("/capability_index/version").asText();
            assertThat(dry.out()).contains(version);
            feeds.run();
            double served = index(Wire.get(world.port(), "/api/market/offers").text());
            assertThat(served).isGreaterThan(shipped + 3);
            assertThat(index(run("market", "offers", "--json").out())).isEqualTo(served);
            assertThat(
                            run(
                                            "market",
                                            "index",
                                            "--benchmark",
                                            "mmlu",
                                            "--threshold",
                                            "97",
                                            "--json")
                                    .out())
                    .contains("sonar-pro");

            assertThat(run("feed", "import", "scores-csv", file.toString()).out())
                    .contains("0 new, 0 changed, 0 gone, 3 unchanged")
                    .doesNotContain("capability index");

            delete(home.resolve("data/capability/" + version));
            House.Ran fallen = run("market", "offers", "--json");
            assertThat(fallen.err()).startsWith("warning: 3 imported scores do not count");
            assertThat(fallen.err().lines()).hasSize(1);
            assertThat(index(fallen.out())).isEqualTo(shipped);
        }
    }

    private static double index(String offers) throws IOException {
        JsonNode json = JSON.readTree(offers);
        for (JsonNode offer : json.isArray() ? json : json.path("offers")) {
            if (offer.path("model").asText().equals("sonar-pro")) {
                return offer.path("ci").asDouble();
            }
        }
        throw new AssertionError("sonar-pro is not sold");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private House.Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", home.resolve("data").toString()));
        return House.run(all.toArray(String[]::new));
    }
}
