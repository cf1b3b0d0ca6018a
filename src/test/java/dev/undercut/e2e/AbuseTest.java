package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on limits and on money, from clients and from providers; see docs/SECURITY.md. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class AbuseTest {
    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world =
                new World(
                        home,
                        """
                        limits: {request_read: 600ms, max_choices: 4, max_output: 1000}
                        resilience: {retries: 0, breaker: false, recovery: false}
                        """);
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    @AfterEach
    void the_server_goes_on() throws Exception {
        world.reset();
        assertThat(world.chat(World.ask("mini", "hello")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"5, 400", "128, 400", "129, 400", "0, 400", "-1, 400", "1e9, 400", "4, 200"})
    void more_answers_than_allowed_are_refused(String n, int status) throws Exception {
        Wire.Answer answer =
                world.chat(World.ask("mini", "x").replaceFirst("\\{", "{\"n\":" + n + ","));
        assertThat(answer.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.json().at("/error/param").asText()).isEqualTo("n");
            assertThat(world.alpha.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "1.5", "1e3", "99999999999999999999", "\"5\"", "[1]"})
    void an_absurd_output_limit_is_refused(String limit) throws Exception {
        Wire.Answer answer =
                world.chat(
                        World.ask("mini", "x")
                                .replaceFirst("\\{", "{\"max_tokens\":" + limit + ","));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("max_tokens");
        assertThat(world.alpha.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, 1000", "1001, 1000", "1000, 1000", "7, 7", "'', 1000"})
    void the_operators_output_limit_holds_for_everybody(String limit, String sent)
            throws Exception {
        String field = limit.isEmpty() ? "" : "\"max_tokens\":" + limit + ",";
        world.chat(World.ask("mini", "x").replaceFirst("\\{", "{" + field));
        assertThat(world.alpha.onlyCall().bodyText()).contains("\"max_tokens\":" + sent);
    }

    // 9. Providers and callers that lie about money.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":-1000,\"completion_tokens\":5,\"total_tokens\":-995}",
                "{\"prompt_tokens\":10,\"completion_tokens\":-5,\"total_tokens\":5}",
                "{\"prompt_tokens\":1e300,\"completion_tokens\":5,\"total_tokens\":5}",
                "{\"prompt_tokens\":9223372036854775807,\"completion_tokens\":9223372036854775807}",
                "{\"prompt_tokens\":\"NaN\",\"completion_tokens\":5,\"total_tokens\":5}",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":100000}}",
                "[]",
                "\"free\"",
                "",
            })
    void usage_that_makes_no_sense_is_estimated_and_says_so(String usage) throws Exception {
        world.alpha.answersJson(200, Answers.wholeWithUsage("x".repeat(400), usage));
        Wire.Answer whole = world.chat(World.ask("mini", "hello"));
        assertThat(whole.json().at("/undercut/usage_basis").asText()).isEqualTo("estimated");
        sane(world.newest());
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("x".repeat(400)));
            call.event(Answers.finish("stop"));
            if (!usage.isEmpty()) {
                call.event(Answers.chunk("[],\"usage\":" + usage));
            }
            call.done();
        });
        Wire.Answer stream = world.chat(World.askStream("mini", "hello"));
        sane(world.entry(stream.header("x-undercut-request-id")));
    }

    private static void sane(LedgerEntry entry) {
        assertThat(entry.usageBasis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(entry.usage().totalOutput()).isBetween(50L, 200L);
        assertThat(entry.cost()).isBetween(Usd.parse("0.0001"), Usd.parse("0.001"));
    }

    @Test
    void usage_said_twice_is_not_added_up() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("x"));
            call.event(Answers.usage(1000, 500));
            call.event(Answers.finish("stop"));
            call.event(Answers.usage(1000, 500));
            call.event(Answers.usage(1000, 500));
            call.done();
        });
        Wire.Answer answer = world.chat(World.askStream("mini", "hello"));
        LedgerEntry entry = world.entry(answer.header("x-undercut-request-id"));
        assertThat(entry.usage().totalOutput()).isEqualTo(500);
        assertThat(entry.cost()).isEqualTo(Usd.parse("0.002"));
    }

    @Test
    void the_price_is_that_of_the_offer_called_whatever_name_the_answer_bears() throws Exception {
        world.alpha.answersJson(
                200, Answers.whole("x", 1000, 500).replace("\"up-mini\"", "\"own\""));
        assertThat(world.chat(World.ask("mini", "x")).status()).isEqualTo(200);
        assertThat(world.newest().model()).isEqualTo("mini");
        assertThat(world.newest().cost()).isEqualTo(Usd.parse("0.002"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model\":\"own\",\"model\":\"big\"",
                "\"model\":\"own\",\"\\u006dodel\":\"big\"",
                "\"model\":\"alpha/../gamma/big\"",
                "\"model\":\"undercut/undercut/auto\"",
                "\"model\":\"up-mini \"",
                "\"model\":[\"mini\"]",
                "\"model\":{\"id\":\"mini\"}",
                "\"model\":\"mini\",\"undercut\":{\"model\":\"own\"}",
                "\"model\":\"mini\",\"undercut\":{\"price\":0}",
                "\"model\":\"mini\",\"undercut\":{},\"undercut\":{\"max_usd\":1}",
            })
    void a_name_that_means_two_things_means_nothing(String fields) throws Exception {
        Wire.Answer answer =
                world.chat("{" + fields + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        assertThat(answer.status()).isIn(400, 404);
        assertThat(world.alpha.calls()).isEmpty();
        assertThat(world.gamma.calls()).isEmpty();
    }
}
