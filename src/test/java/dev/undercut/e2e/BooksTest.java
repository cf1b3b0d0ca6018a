package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Usage;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import java.math.BigInteger;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request costs, to the last pico-dollar, each sum worked out by hand. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class BooksTest {

    /** 400 plain, 600 cached, 300 visible, 200 reasoning. */
    private static final String USAGE =
            "{\"prompt_tokens\":1000,\"completion_tokens\":500,\"total_tokens\":1500,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":600},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":200}}";

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world =
                new World(
                        home,
                        """
                          openai: {base_url: "http://127.0.0.1:%1$d/v1", api_key: sk-o}
                          openrouter:
                            base_url: http://127.0.0.1:%1$d/v1
                            api_key: sk-r
                            models:
                              routed: {price: {input: 1, output: 1}}
                          rivals:
                            base_url: http://127.0.0.1:%1$d/v1
                            models:
                              rival: {price: {input: 0.001, output: 0.002}, ci: 62}
                        """,
                        w -> w.beta.port());
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    @ParameterizedTest
    @CsvSource({
        // alpha: 400 x 1e-6 + 600 x 0.1e-6 + 300 x 2e-6 + 200 x 3e-6; the baseline is the same
        "alpha/mini, 1660000000, 1660000000",
        // beta, with neither a cached nor a reasoning price: 1000 x 2e-6 + 500 x 4e-6
        "beta/mini, 4000000000, 1660000000",
        // 1000 x 0.5e-6 + 500 x 1.5e-6 + 0.005 for the request
        "fee, 6250000000, 6250000000",
        // 1000 x 1e-9 + 500 x 2e-9, against 1000 x 10e-6 + 300 x 40e-6: no reasoning, no cache
        "undercut/big, 2000000, 22000000000",
    })
    void cost_baseline_and_saving_are_exact(String model, long cost, long baseline)
            throws Exception {
        String whole = Answers.wholeWithUsage("x", USAGE);
        world.alpha.answersJson(200, whole);
        world.beta.answersJson(200, whole);
        world.gamma.answersJson(200, whole);
        Wire.Answer answer = world.chat(World.ask(model, "hello"));
        LedgerEntry entry = world.newest();
        assertThat(entry.usage()).isEqualTo(new Usage(400, 600, 0, 0, 300, 200));
        assertThat(entry.usageBasis()).isEqualTo(UsageBasis.PROVIDER);
        assertThat(entry.cost()).isEqualTo(new Usd(cost));
        assertThat(entry.baseline()).isEqualTo(new Usd(baseline));
        assertThat(entry.saved()).isEqualTo(new Usd(baseline - cost));
        JsonNode receipt = answer.json().path("undercut");
        assertThat(receipt.path("cost_usd").decimalValue())
                .isEqualByComparingTo(new Usd(cost).dollars());
        assertThat(receipt.path("saved_usd").decimalValue())
                .isEqualByComparingTo(new Usd(baseline - cost).dollars());
        assertThat(answer.text()).doesNotContainPattern("_usd\":-?\\d+(\\.\\d+)?[eE]");
    }

    @Test
    void the_stream_of_the_same_answer_costs_the_same() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("x"));
            call.event(Answers.finish("stop"));
            call.event(Answers.chunk("[],\"usage\":" + USAGE));
            call.done();
        });
        world.chat(World.askStream("mini", "hello"));
        assertThat(world.newest().cost()).isEqualTo(new Usd(1_660_000_000L));
        assertThat(world.newest().rawUsage()).contains("\"reasoning_tokens\":200");
        assertThat(world.newest().firstTokenMillis()).isNotNull();
        assertThat(world.newest().stream()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // gpt-5.4: 272,000 x 2.5e-6 + 100 x 15e-6
        "272000, 681500000000",
        // above that the whole request: 272,001 x 5e-6 + 100 x 22.5e-6
        "272001, 1362255000000",
    })
    void a_long_context_reprices_the_whole_request(int prompt, long cost) throws Exception {
        world.beta.answersJson(200, Answers.whole("x", prompt, 100));
        world.chat(World.ask("openai/gpt-5.4", "hello"));
        assertThat(world.newest().cost()).isEqualTo(new Usd(cost));
        assertThat(world.newest().priceId()).isNotNull();
    }

    @Test
    void what_a_provider_says_it_billed_is_believed() throws Exception {
        String usage =
                "{\"prompt_tokens\":10,\"completion_tokens\":10,\"total_tokens\":20,"
                        + "\"cost\":0.000123456789}";
        world.beta.answersJson(200, Answers.wholeWithUsage("x", usage));
        world.chat(World.ask("routed", "hello"));
        assertThat(world.newest().cost()).isEqualTo(new Usd(123_456_789L));
        assertThat(world.newest().costNote()).isEqualTo("as billed by openrouter");
    }

    @Test
    void an_unknown_price_is_an_unknown_cost_and_never_nothing() throws Exception {
        Wire.Answer answer = world.chat(World.ask("unpriced", "hello"));
        LedgerEntry entry = world.newest();
        assertThat(entry.cost()).isNull();
        assertThat(entry.saved()).isNull();
        assertThat(entry.costNote()).contains("beta/unpriced", "not known");
        assertThat(answer.json().at("/undercut/cost_usd").isNull()).isTrue();
        assertThat(answer.json().at("/undercut/cost_note").asText()).contains("not known");
        assertThat(answer.head().names()).doesNotContain("x-undercut-cost-usd");
    }

    @Test
    void own_hardware_costs_nothing_and_says_why() throws Exception {
        Wire.Answer answer = world.chat(World.ask("own", "hello"));
        assertThat(world.newest().cost()).isEqualTo(Usd.ZERO);
        assertThat(world.newest().costNote()).isEqualTo("own hardware");
        // Nobody sells this model, so there is nothing dearer that was saved.
        assertThat(world.newest().saved()).isEqualTo(Usd.ZERO);
        assertThat(answer.json().at("/undercut/cost_usd").intValue()).isZero();
    }

    @Test
    void without_a_report_the_tokens_are_estimated_and_marked() throws Exception {
        world.alpha.answersJson(200, Answers.wholeWithUsage("four bytes a token", ""));
        Wire.Answer answer = world.chat(World.ask("mini", "hello"));
        assertThat(world.newest().usageBasis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(world.newest().cost().picos()).isPositive();
        assertThat(answer.json().at("/undercut/usage_basis").asText()).isEqualTo("estimated");
    }

    @ParameterizedTest
    @CsvSource({
        "'{', 400, invalid_json",
        "'{\"model\":\"mini\"}', 400, missing_required_parameter",
        "'{\"model\":\"nope\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}', 404,"
                + " model_not_found",
    })
    void refused_requests_have_a_row_that_cost_nothing(String body, int status, String code)
            throws Exception {
        Wire.Answer answer = world.chat(body);
        assertThat(answer.status()).isEqualTo(status);
        LedgerEntry entry = world.newest();
        assertThat(entry.requestId()).isEqualTo(answer.header("x-undercut-request-id"));
        assertThat(entry.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(entry.status()).isEqualTo(status);
        assertThat(entry.errorCode()).isEqualTo(code);
        assertThat(entry.cost()).isEqualTo(Usd.ZERO);
        assertThat(entry.usage()).isNull();
    }

    @Test
    void the_summary_is_the_sum_of_the_rows_and_unknown_costs_are_counted_apart() throws Exception {
        Ledger.Summary before = world.house.ledger().summary();
        world.alpha.answersJson(200, Answers.wholeWithUsage("x", USAGE));
        world.beta.answersJson(200, Answers.wholeWithUsage("x", USAGE));
        world.chat(World.ask("mini", "hello"));
        world.chat(World.ask("undercut/big", "hello"));
        world.chat(World.ask("unpriced", "hello"));
        world.chat("{");
        Ledger.Summary after = world.house.ledger().summary();
        assertThat(after.requests() - before.requests()).isEqualTo(4);
        assertThat(after.unknownCosts() - before.unknownCosts()).isEqualTo(1);
        assertThat(after.cost().picos().subtract(before.cost().picos()))
                .isEqualTo(BigInteger.valueOf(1_662_000_000L));
        assertThat(after.baseline().picos().subtract(before.baseline().picos()))
                .isEqualTo(BigInteger.valueOf(23_660_000_000L));
        assertThat(after.saved().picos().subtract(before.saved().picos()))
                .isEqualTo(BigInteger.valueOf(21_998_000_000L));
        JsonNode shown = Wire.get(world.port(), "/api/ledger/summary").json();
        assertThat(shown.path("requests").asLong()).isEqualTo(after.requests());
        assertThat(Wire.get(world.port(), "/api/ledger/summary").text())
                .contains("\"cost_usd\":" + after.cost().plain());
    }

    @Test
    void a_dry_run_calls_nobody_and_costs_nothing() throws Exception {
        long before = world.house.ledger().summary().requests();
        Wire.Answer answer =
                world.chat(
                        "{\"model\":\"mini\",\"undercut\":{\"dry_run\":true},"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).contains("alpha/mini");
        assertThat(world.alpha.calls()).isEmpty();
        assertThat(world.house.ledger().summary().requests()).isEqualTo(before);
    }
}
