package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.app.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code undercut feed}, as somebody at a terminal meets it. */
@Timeout(60)
class FeedCommandsTest {
    private static final String FEEDS = "src/test/resources/feeds/";
    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    @TempDir private Path home;
    private Path prices;

    @BeforeEach
    void write() throws IOException {
        prices = home.resolve("mine.csv");
        price("2");
    }

    private void price(String input) throws IOException {
        Files.writeString(
                prices,
                "provider,model,upstream_id,input,output\n"
                        + "openai,gpt-4o,my-own-gpt,"
                        + input
                        + ",8\n");
    }

    @ParameterizedTest
    @CsvSource({
        "models.dev, models.dev.json",
        "openrouter, openrouter.json",
        "litellm, litellm.json",
        "genai-prices, genai-prices.json",
        "llm-prices, llm-prices.json",
        "prices-csv, prices-csv.csv"
    })
    void every_kind_is_imported_and_the_second_time_nothing_is_new(String kind, String file)
            throws IOException {
        House.Ran dry = run("feed", "import", kind, FEEDS + file, "--dry-run", "--whole");
        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("new,", "Dry run: nothing was written.");
        House.Ran first = run("feed", "import", kind, FEEDS + file, "--whole");
        assertThat(first.exit()).isZero();
        assertThat(first.err()).isEmpty();
        assertThat(dry.out()).startsWith(first.out());
        JsonNode again = json(run("feed", "import", kind, FEEDS + file, "--json"));
        assertThat(again.path("new")).isEmpty();
        assertThat(again.path("changed")).isEmpty();
        assertThat(again.path("gone")).isEmpty();
        assertThat(again.path("unchanged").asInt()).isPositive();
    }

    @Test
    void a_feed_that_lacks_most_of_what_its_source_listed_is_refused() throws IOException {
        String[] sample = {"feed", "import", "litellm", FEEDS + "litellm.json"};
        House.Ran ran = run(sample);
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err())
                .contains("litellm looks cut short", "Nothing was imported", "--whole");
        assertThat(run("feed", "status").out()).contains("Nothing was imported");
        House.Ran dry = run("feed", "import", "litellm", FEEDS + "litellm.json", "--dry-run");
        assertThat(dry.out()).contains("Looks cut short", "Without --whole");
        assertThat(run("feed", "import", "litellm", FEEDS + "litellm.json", "--whole").exit())
                .isZero();
    }

    @Test
    void a_diff_shows_old_and_new_with_the_factor() throws IOException {
        run("feed", "import", "prices-csv", prices.toString());
        price("4");
        House.Ran changed = run("feed", "import", "prices-csv", prices.toString());
        assertThat(changed.out())
                .contains("~ openai/my-own-gpt", "input 2 -> 4 (x2)", "0 new, 1 changed, 0 gone");
        price("3");
        JsonNode json = json(run("feed", "import", "prices-csv", prices.toString(), "--json"));
        assertThat(json.at("/changed/0/before/input").decimalValue()).isEqualByComparingTo("4");
        assertThat(json.at("/changed/0/after/input").decimalValue()).isEqualByComparingTo("3");
        assertThat(json.at("/changed/0/input_factor").decimalValue()).isEqualByComparingTo("0.75");
    }

    @Test
    void what_is_quarantined_is_listed_accepted_or_rejected() throws IOException {
        run("feed", "import", "prices-csv", prices.toString());
        price("200");
        House.Ran held = run("feed", "import", "prices-csv", prices.toString());
        assertThat(held.out()).contains("? q", "unit slip: input 200 is 100 times the 2 in force");
        JsonNode list = json(run("feed", "quarantine", "--json"));
        assertThat(list).hasSize(1);
        String id = list.at("/0/id").asText();
        assertThat(run("feed", "quarantine").out()).contains(id, "1 waiting");
        assertThat(run("feed", "quarantine", "accept", id).out()).contains("input 200, output 8");
        assertThat(run("feed", "quarantine", "accept", id).exit()).isEqualTo(1);
        assertThat(run("feed", "import", "prices-csv", prices.toString()).out())
                .contains("0 quarantined", "1 unchanged");
        price("0.01");
        run("feed", "import", "prices-csv", prices.toString());
        String second = json(run("feed", "quarantine", "--json")).at("/0/id").asText();
        assertThat(run("feed", "quarantine", "reject", second).out()).startsWith("Rejected");
        assertThat(run("feed", "import", "prices-csv", prices.toString()).out())
                .contains("0 waiting, 1 rejected before");
    }

    @Test
    void what_is_imported_is_on_the_market_and_what_is_held_is_not() throws IOException {
        price("0.7731");
        run("feed", "import", "prices-csv", prices.toString());
        assertThat(run("market", "offers", "--json").out()).contains("\"input\":0.7731");
        price("0.007731");
        run("feed", "import", "prices-csv", prices.toString());
        assertThat(run("market", "offers", "--json").out())
                .contains("\"input\":0.7731")
                .doesNotContain("\"input\":0.007731");
    }

    @Test
    void status_tells_of_every_source() throws IOException {
        assertThat(run("feed", "status").out()).contains("Nothing was imported");
        assertThat(run("feed", "refit").out()).startsWith("Nothing to fit");
        run("feed", "import", "prices-csv", prices.toString());
        run("feed", "import", "models.dev", FEEDS + "models.dev.json", "--source", "copy");
        JsonNode status = json(run("feed", "status", "--json"));
        assertThat(status)
                .extracting(source -> source.path("source").asText())
                .containsExactly("copy", "prices-csv/mine");
        assertThat(run("feed", "status").out()).contains("prices-csv/mine", "1 prices listed");
    }

    @Test
    void list_names_the_kinds_and_where_they_are() throws IOException {
        JsonNode list = json(run("feed", "list", "--json"));
        assertThat(list).hasSize(7);
        assertThat(list.at("/0/url").asText()).startsWith("https://");
        assertThat(run("feed", "list").out()).contains("openrouter", "scores-csv", "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"openai\": {\"models\": {", "<html></html>", "{}", "[1, 2"})
    void a_feed_that_is_none_fails_with_one_line(String text) throws IOException {
        Path broken = home.resolve("broken.json");
        Files.writeString(broken, text);
        House.Ran ran = run("feed", "import", "models.dev", broken.toString());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).startsWith("undercut: ").doesNotContain("internal error");
        assertThat(run("feed", "status").out()).contains("Nothing was imported");
    }

    @Test
    void wrong_usage_ends_with_2() {
        assertThat(run("feed", "import", "nonsense", prices.toString()).exit()).isEqualTo(2);
        assertThat(run("feed", "import", "nonsense", prices.toString()).err())
                .contains("models.dev, openrouter");
        assertThat(run("feed", "import", "models.dev").exit()).isEqualTo(2);
        assertThat(run("feed").exit()).isEqualTo(2);
        for (String name : List.of("", " ", "two\nlines", "red\033[31m", "x".repeat(201))) {
            House.Ran ran =
                    run("feed", "import", "prices-csv", prices.toString(), "--source", name);
            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.err()).contains("no name for a source").doesNotContain("\033");
        }
        assertThat(run("feed", "status").out()).contains("Nothing was imported");
        assertThat(run("feed", "quarantine", "accept").exit()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_reached_fails_with_1() {
        assertThat(run("feed", "import", "models.dev", home.resolve("no").toString()).err())
                .contains("no such file");
        assertThat(run("feed", "import", "models.dev", "https://10.0.0.1/api.json").err())
                .contains("an internal address");
        assertThat(run("feed", "import", "models.dev", "http://192.0.2.1/api.json").exit())
                .isEqualTo(1);
    }

    private House.Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", home.resolve("data").toString()));
        return House.run(all.toArray(String[]::new));
    }

    private static JsonNode json(House.Ran ran) throws IOException {
        assertThat(ran.err()).isEmpty();
        return STRICT.readTree(ran.out());
    }
}
