package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.app.House;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands: what they print where, and how they end. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class CommandsTest {

    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    @TempDir private Path home;

    private World world;
    private String config;

    @BeforeAll
    void start(@TempDir Path gateway, @TempDir Path own) throws Exception {
        world = new World(gateway, "");
        Path file = own.resolve("commands.yaml");
        Files.writeString(file, world.config(own.resolve("data"), ""));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        config = file.toString();
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    @Test
    void ask_prints_the_answer_and_then_its_bill() {
        world.alpha.answers(call -> call.stream(1000, 500, "17*23", " is 391"));
        House.Ran ran = run("ask", "-m", "mini", "--system", "Be brief.", "What", "is", "17*23?");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).isEqualTo("17*23 is 391\n");
        assertThat(last(ran.err()))
                .contains("alpha/mini", "1000 tokens in", "500 out", "cost $0.002", "saved $0");
        assertThat(world.alpha.onlyCall().bodyText())
                .contains("\"What is 17*23?\"", "{\"role\":\"system\",\"content\":\"Be brief.\"}");
    }

    @Test
    void ask_reads_the_question_from_standard_input() {
        world.alpha.answers(call -> call.stream(1, 1, "fine"));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("from a pipe é\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(run("ask", "-m", "mini", "-").exit()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(world.alpha.onlyCall().bodyText()).contains("from a pipe é");
    }

    @Test
    void ask_with_a_budget_lowers_the_limit_or_refuses() {
        world.alpha.answers(call -> call.stream(1, 1, "fine"));
        assertThat(run("ask", "-m", "mini", "--max-usd", "0.001", "hello").exit()).isZero();
        assertThat(world.alpha.onlyCall().bodyText()).containsPattern("\"max_tokens\":\\d{3}\\b");
        House.Ran dear = run("ask", "-m", "mini", "--max-usd", "0.000001", "hello");
        assertThat(dear.exit()).isEqualTo(1);
        assertThat(dear.err()).contains("cannot be kept within $0.000001");
        assertThat(run("ask", "--max-usd", "cheap", "hello").exit()).isEqualTo(2);
    }

    @Test
    void ask_for_what_there_is_not_fails_and_says_what_is_near() {
        House.Ran ran = run("ask", "-m", "minni", "hello");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out().strip()).isEmpty();
        assertThat(ran.err()).contains("minni", "mini");
    }

    @Test
    void ask_says_when_an_answer_broke_off() {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("half"));
            call.cut();
        });
        House.Ran ran = run("ask", "-m", "mini", "hello");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).startsWith("half");
        assertThat(ran.err()).contains("broke off");
    }

    @Test
    void models_shows_every_offer_once() throws Exception {
        House.Ran table = run("models");
        assertThat(table.exit()).isZero();
        assertThat(table.out()).contains("alpha/mini", "beta/mini", "own hardware", "unknown");
        JsonNode all = json(run("models", "--json"));
        assertThat(all.isArray()).isTrue();
        assertThat(all).hasSize(8);
    }

    @Test
    void route_explain_shows_the_record_that_the_server_shows() throws Exception {
        for (String model : List.of("undercut/50", "undercut/big", "mini", "nonsense")) {
            House.Ran ran = run("route", "explain", "--json", "-m", model, "hello");
            JsonNode here = json(ran);
            JsonNode there =
                    Wire.post(world.port(), "/v1/route/explain", World.ask(model, "hello")).json();
            // What a server has measured since it was started, no other process knows.
            assertThat(unmeasured(here)).isEqualTo(unmeasured(there));
            assertThat(ran.exit()).isEqualTo(model.equals("nonsense") ? 1 : 0);
        }
        assertThat(run("route", "explain", "-m", "undercut/50", "--needs", "vision").out())
                .contains("alpha/mini");
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void ledger_show_shows_rows_and_sums() throws Exception {
        world.alpha.answers(call -> call.stream(1000, 500, "x"));
        run("ask", "-m", "mini", "hello");
        House.Ran table = run("ledger", "show", "-n", "1");
        assertThat(table.exit()).isZero();
        assertThat(table.out()).contains("alpha/mini", "$0.002", "requests");
        JsonNode json = json(run("ledger", "show", "--json", "-n", "1"));
        assertThat(json.path("entries")).hasSize(1);
        assertThat(json.at("/entries/0/model").asText()).isEqualTo("mini");
        assertThat(json.at("/summary/requests").asInt()).isPositive();
        assertThat(run("ledger", "show", "-n", "0").exit()).isEqualTo(2);
    }

    @Test
    void keys_are_made_listed_and_revoked() throws Exception {
        House.Ran made = run("key", "create", "--name", "ci");
        assertThat(made.exit()).isZero();
        assertThat(made.out()).matches("uc-[A-Za-z0-9_-]{43}\\R");
        assertThat(run("key", "create", "--name", "ci").exit()).isEqualTo(1);
        House.Ran list = run("key", "list");
        assertThat(list.out()).contains("ci", "works").doesNotContain(made.out().strip());
        assertThat(json(run("key", "list", "--json"))).hasSize(1);
        assertThat(run("key", "revoke", "ci").exit()).isZero();
        assertThat(run("key", "revoke", "ci").exit()).isEqualTo(1);
        assertThat(run("key", "list").out()).contains("revoked");
    }

    @Test
    void beyond_this_machine_nothing_is_served_without_a_key() {
        String empty = home.resolve("no-keys").toString();
        House.Ran ran =
                House.run(
                        "serve",
                        "--host",
                        "0.0.0.0",
                        "--port",
                        "0",
                        "--config",
                        config,
                        "--data-dir",
                        empty);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("only once an API key exists", "undercut key create");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void a_taken_port_is_said_in_one_line() {
        House.Ran ran =
                House.run(
                        "serve",
                        "--port",
                        Integer.toString(world.port()),
                        "--config",
                        config,
                        "--data-dir",
                        home.resolve("taken").toString());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot listen on 127.0.0.1:" + world.port());
        assertThat(ran.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "ask",
                "ask --bogus x",
                "route explain",
                "key create",
                "key",
                "ledger show -n many",
                "serve --port http",
                "serve --port 70000"
            })
    void wrong_usage_ends_with_2_and_says_so_on_standard_error(String line) {
        House.Ran ran = House.run(line.split(" "));
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isNotEmpty().doesNotContain("\tat ");
    }

    @Test
    void a_broken_configuration_ends_with_2_and_names_file_and_line() throws IOException {
        Path broken = home.resolve("broken.yaml");
        Files.writeString(broken, "listen: 127.0.0.1:0\nlimits:\n  max_bodi: 1MiB\n");
        for (String command : List.of("models", "serve", "ledger show", "key list", "ask x")) {
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(List.of("--config", broken.toString()));
            House.Ran ran = House.run(arguments.toArray(String[]::new));
            assertThat(ran.exit()).as(command).isEqualTo(2);
            assertThat(ran.err()).contains("broken.yaml:3: ", "max_bodi");
            assertThat(ran.out()).isEmpty();
        }
        assertThat(House.run("models", "--config", home.resolve("absent.yaml").toString()).exit())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "ask",
                "models",
                "route",
                "route explain",
                "feed",
                "feed import",
                "feed list",
                "feed status",
                "feed quarantine",
                "feed quarantine accept",
                "feed quarantine reject",
                "ledger",
                "ledger show",
                "key",
                "key create",
                "key list",
                "key revoke"
            })
    void every_command_explains_itself(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.removeIf(String::isEmpty);
        arguments.add("--help");
        House.Ran ran = House.run(arguments.toArray(String[]::new));
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).startsWith("Usage: undercut").contains(command);
        assertThat(ran.err()).isEmpty();
    }

    private House.Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config));
        return House.run(all.toArray(String[]::new));
    }

    private static JsonNode json(House.Ran ran) throws IOException {
        assertThat(ran.err()).isEmpty();
        return STRICT.readTree(ran.out());
    }

    private static JsonNode unmeasured(JsonNode explanation) {
        for (String list : List.of("plan", "rejected")) {
            explanation
                    .path(list)
                    .forEach(offer -> {
                        if (offer instanceof ObjectNode object) {
                            object.remove(List.of("ttft_ms", "ttft_p95_ms", "tokens_per_s"));
                        }
                    });
        }
        return explanation;
    }

    private static String last(String text) {
        return text.lines().reduce("", (before, line) -> line);
    }
}
