package dev.undercut.web.economics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.economics.data.EconomicsFiles;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.facts.InputSpec;
import dev.undercut.economics.scenario.Bill;
import dev.undercut.money.Usd;
import dev.undercut.money.UsdTotal;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.Reply;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers of the desk of economics, on the market that ships. */
class EconomicsDeskTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final EconomicsFacts FACTS = EconomicsFiles.load();
    private static final Bill BILL =
            new Bill(
                    30,
                    List.of(
                            line("gpt-4o", 1000, 4_000_000, 1_000_000, "200"),
                            line("sandbox-large", 10, 1000, 1000, "0.01")),
                    3);

    private static Bill.Line line(String model, long requests, long in, long out, String usd) {
        return new Bill.Line(model, requests, in, out, UsdTotal.ZERO.plus(Usd.parse(usd)));
    }

    private static AnswerTable table(String analysis, String... given) {
        return found(ShippedEconomics.ask(Bills.NONE, analysis, given));
    }

    private static AnswerTable found(Reply reply) {
        return switch (reply) {
            case Reply.Found(AnswerTable table) -> table;
            case Reply.Refused(boolean unknown, String message) ->
                    throw new AssertionError(message);
        };
    }

    private static JsonNode json(AnswerTable table) {
        try {
            return MAPPER.readTree(table.json());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode figure(JsonNode document, String name) {
        for (JsonNode figure : document.path("figures")) {
            if (figure.path("name").asText().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError(name + " is not in " + document.path("figures"));
    }

    private static JsonNode input(JsonNode document, String name) {
        for (JsonNode input : document.path("inputs")) {
            if (input.path("name").asText().equals(name)) {
                return input;
            }
        }
        throw new AssertionError(name + " is not in " + document.path("inputs"));
    }

    private static double value(JsonNode document, String name) {
        return figure(document, name).path("value").asDouble(Double.NaN);
    }

    static List<String> analyses() {
        return EconomicsDesk.names();
    }

    @ParameterizedTest
    @MethodSource("analyses")
    void every_analysis_answers_without_any_input_and_shows_what_it_took(String analysis) {
        AnswerTable table = table(analysis);
        JsonNode document = json(table);

        assertThat(document.path("analysis").asText()).isEqualTo(analysis);
        assertThat(document.path("scope").asText()).contains("training cost is out of scope");
        assertThat(document.path("figures")).isNotEmpty();
        assertThat(document.path("inputs"))
                .isNotEmpty()
                .allSatisfy(input -> {
                    assertThat(input.path("from").asText()).isNotBlank();
                    assertThat(input.path("given").asBoolean()).isFalse();
                    assertThat(input.path("value").isNull()).as("%s", input).isFalse();
                });
        assertThat(document.path("sources")).isNotEmpty();
        assertThat(table.notes(0)).anyMatch(note -> note.contains("out of scope"));
        assertThat(table.text(100)).contains("Inputs");
        assertThat(table.csv()).startsWith("name,value,interval,unit,says,means");
    }

    @ParameterizedTest
    @MethodSource("analyses")
    void every_input_is_one_that_an_answer_can_take(String analysis) {
        for (InputSpec input : FACTS.inputs(analysis)) {
            String standard = input.standard();
            if (standard != null && !input.isText()) {
                JsonNode document = json(table(analysis, input.name() + "=" + standard));
                assertThat(document.path("inputs"))
                        .anySatisfy(shown -> {
                            assertThat(shown.path("name").asText()).isEqualTo(input.name());
                            assertThat(shown.path("given").asBoolean()).isTrue();
                            assertThat(shown.path("interval").isNull()).isTrue();
                        });
            }
        }
    }

    @Test
    void serving_sets_list_value_beside_serving_cost() {
        JsonNode document = json(table("serving", "utilisation=1"));

        assertThat(value(document, "serving_cost")).isCloseTo(0.11305, within(0.00005));
        assertThat(value(document, "serving_cost_benchmark"))
                .isEqualTo(value(document, "serving_cost"));
        assertThat(value(document, "list_value")).isGreaterThan(0.2);
        assertThat(value(document, "list_over_serving"))
                .isCloseTo(
                        value(document, "list_value") / value(document, "serving_cost"),
                        within(0.01));
        assertThat(document.path("list_price").path("provider").asText()).isNotBlank();
        assertThat(document.path("bases")).hasSize(3);
        assertThat(document.path("roofline").path("not_modelled")).hasSize(3);
        assertThat(document.path("notes").toString()).contains("speculative decoding");
    }

    @Test
    void idle_hours_widen_the_serving_cost_to_an_interval() {
        JsonNode cost = figure(json(table("serving")), "serving_cost");

        assertThat(cost.path("interval").get(0).asDouble()).isCloseTo(0.1884, within(0.0005));
        assertThat(cost.path("interval").get(1).asDouble()).isCloseTo(0.3768, within(0.0005));
        assertThat(
                        figure(json(table("serving")), "serving_cost_benchmark")
                                .path("interval")
                                .isNull())
                .isTrue();
    }

    @Test
    void accelerators_are_compared_at_one_speed_and_who_was_not_measured_there_is_named() {
        JsonNode rows = json(table("serving", "input-tokens=8192", "speed=40")).path("same_speed");

        assertThat(rows.findValuesAsText("accelerator"))
                .contains("B200-SXM", "MI300X", "MI325X", "GB200-NVL72");
        for (JsonNode row : rows) {
            boolean measured = row.path("why_not").isNull();
            assertThat(row.has("usd_per_mtok")).isEqualTo(measured);
        }
        assertThat(rows.toString()).contains("75.0 to 164.0 tok/s/user was measured");
    }

    @Test
    void the_roofline_says_what_binds_and_how_far_it_is_off() {
        JsonNode document =
                json(table("serving", "model=llama-3.3-70b-instruct", "speed=76", "precision=fp8"));

        assertThat(figure(document, "roofline_cost_output").path("says").asText())
                .startsWith("bound by ");
        assertThat(value(document, "roofline_over_measured")).isBetween(0.2, 5.0);
        assertThat(value(document, "roofline_cost_input"))
                .isLessThan(value(document, "roofline_cost_output"));
    }

    @ParameterizedTest
    @CsvSource({
        "hyperscaler_own, 1.95",
        "neocloud-own, 2.34",
        "rental_3yr, 2.9",
        "capex, 2.2831",
    })
    void an_hour_costs_what_its_basis_says(String basis, double usd) {
        assertThat(value(json(table("serving", "basis=" + basis)), "usd_per_hour"))
                .isCloseTo(usd, within(0.00005));
    }

    @Test
    void a_plan_reproduces_the_worked_cases() {
        String[] inputs = {
            "price=200", "fee=0.03", "spread=lognormal", "list-value=250", "api-margin=0",
            "sigma=1.5", "fall=10", "growth=1", "churn=0.05", "users=1000"
        };
        JsonNode document = json(table("plan", inputs));

        assertThat(value(document, "break_even_cap")).isCloseTo(1106.57, within(0.01));
        assertThat(value(document, "lifetime_value")).isCloseTo(1787.75, within(0.01));
        assertThat(value(document, "paid_back")).isEqualTo(4);
        assertThat(value(document, "profit_date") * 12).isCloseTo(1.3217, within(0.0001));
        assertThat(figure(document, "profit_date").path("says").asText()).isEqualTo("2027-01-01");
        assertThat(value(document, "median_cost")).isCloseTo(81.163, within(0.001));
        assertThat(figure(document, "margin").path("interval").isNull()).isTrue();
    }

    @Test
    void a_plan_shows_list_value_and_serving_cost_for_every_user_and_a_histogram() {
        AnswerTable table = table("plan", "fall=10");
        JsonNode document = json(table);
        String drawn = Objects.requireNonNull(table.plot()).draw();

        assertThat(document.path("percentiles"))
                .allSatisfy(row -> {
                    assertThat(row.path("list_value_usd").asDouble())
                            .isCloseTo(
                                    row.path("serving_cost_usd").asDouble() / 0.4,
                                    withinPercentage(0.01));
                });
        assertThat(drawn).contains("cheapest", "costliest", "█");
        assertThat(drawn.lines().count()).isEqualTo(17);
        assertThat(table.text(100)).contains("list value", "serving cost", "break_even_cap");
        assertThat(document.path("full_use").path("list_value_usd").get(0).asDouble())
                .isEqualTo(5000);
        assertThat(document.path("simulated").path("users").asInt()).isEqualTo(200_000);
        assertThat(input(document, "cap").path("from").asText()).contains("full use");
        assertThat(input(document, "cap").path("value").asDouble()).isEqualTo(8000);
    }

    @Test
    void a_cap_limits_what_anybody_costs() {
        JsonNode document = json(table("plan", "fall=10", "cap=2000"));

        assertThat(document.path("percentiles").get(8).path("list_value_usd").asDouble())
                .isLessThanOrEqualTo(2000.001);
        assertThat(value(document, "serving_cost"))
                .isLessThan(value(json(table("plan", "fall=10")), "serving_cost"));
        assertThat(document.path("simulated").path("serving_cost_usd").asDouble())
                .isCloseTo(
                        value(document, "serving_cost"),
                        within(
                                4
                                        * document.path("simulated")
                                                .path("serving_cost_standard_error_usd")
                                                .asDouble()));
    }

    @Test
    void two_fitted_spreads_make_an_interval_and_none_is_refused() {
        JsonNode two = json(table("plan", "fall=10", "p90-over-mean=2"));

        assertThat(two.path("inputs").toString()).contains("two fit");
        assertThat(figure(two, "loss_share").path("interval")).hasSize(2);
        assertThat(ShippedEconomics.ask(Bills.NONE, "plan", "fall=10", "p90-over-mean=2.31"))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused ->
                                assertThat(refused.message())
                                        .contains("no log-normal", "up to 2.2732"));
    }

    @Test
    void the_fall_of_prices_comes_from_the_book_with_its_interval() {
        JsonNode document = json(table("profit-date", "list-value=5000"));
        JsonNode fall = input(document, "fall");

        assertThat(fall.path("from").asText()).startsWith("book: index of ci>=50 on 2026-11-22");
        assertThat(fall.path("interval").get(0).asDouble())
                .isLessThan(fall.path("value").asDouble());
        assertThat(figure(document, "profit_date").path("says").asText()).matches("20\\d\\d-.*");
        assertThat(document.path("users")).hasSize(6);
    }

    @Test
    void a_plan_that_grows_faster_than_prices_fall_never_turns() {
        JsonNode document = json(table("profit-date", "list-value=5000", "fall=2", "growth=3"));

        assertThat(figure(document, "profit_date").path("value").isNull()).isTrue();
        assertThat(figure(document, "profit_date").path("says").asText()).isEqualTo("never");
        assertThat(
                        figure(json(table("profit-date", "list-value=1", "fall=2")), "profit_date")
                                .path("says")
                                .asText())
                .isEqualTo("already");
    }

    @Test
    void a_task_costs_what_the_book_says_of_its_model() {
        JsonNode free = json(table("task"));
        JsonNode priced =
                json(table("task", "model=gpt-4o", "input-tokens=0", "output-tokens=1000000"));

        assertThat(value(free, "try_cost")).isEqualTo(0.02);
        assertThat(value(priced, "try_cost")).isBetween(1.0, 15.0);
        assertThat(priced.path("inputs").toString()).contains("book: ");
        assertThat(value(free, "solved")).isLessThan(value(free, "solved_if_independent"));
        assertThat(free.path("strategies").findValuesAsText("strategy"))
                .contains("best-20", "vote-19", "until-solved-20", "judge-20", "cascade");
    }

    @Test
    void margins_are_those_of_the_published_provider() {
        JsonNode document =
                json(
                        table(
                                "margin",
                                "price-in=1.35",
                                "price-out=5.40",
                                "cost-in=0.226",
                                "cost-out=2.955",
                                "fall=10"));

        assertThat(value(document, "margin_input")).isCloseTo(0.8326, within(0.00005));
        assertThat(value(document, "margin_output")).isCloseTo(0.4528, within(0.00005));
        assertThat(document.path("seat"))
                .hasSize(5)
                .allSatisfy(row ->
                        assertThat(
                                        row.path("hardware_usd").asDouble()
                                                + row.path("provider_usd").asDouble()
                                                + row.path("wrapper_usd").asDouble()
                                                + row.path("user_usd").asDouble())
                                .isCloseTo(20, within(0.001)));
    }

    @Test
    void a_fleet_is_held_against_the_installed_base() {
        JsonNode small = json(table("fleet", "users=1000000"));
        JsonNode huge = json(table("fleet", "users=8000000000", "samples=10000"));

        assertThat(figure(small, "share_of_base").path("says").asText())
                .isEqualTo("there is enough");
        assertThat(figure(small, "fits_in").path("says").asText()).isEqualTo("already");
        assertThat(figure(huge, "share_of_base").path("says").asText())
                .isEqualTo("there is not enough");
        assertThat(value(huge, "fits_in")).isPositive();
        assertThat(value(huge, "megawatts"))
                .isCloseTo(value(huge, "accelerators") * 2.17 / 1000, within(1e6));
        assertThat(small.path("years")).hasSize(6);
    }

    @Test
    void falling_prices_meet_the_own_bill_and_tell_when_a_strategy_becomes_affordable() {
        JsonNode document =
                json(
                        found(
                                ShippedEconomics.ask(
                                        (days, now) -> BILL,
                                        "scenario",
                                        "fall=10",
                                        "growth=2",
                                        "years=1")));

        double today = value(document, "bill_today");
        assertThat(today).isCloseTo(200.01 / 30 * 365.25 / 12, within(0.001));
        assertThat(value(document, "bill_then")).isCloseTo(today / 5, within(0.001));
        assertThat(document.path("bill")).hasSize(2);
        assertThat(value(document, "affordable_best_64"))
                .isCloseTo(Math.log(1.28 / 0.1) / Math.log(5), within(0.0001));
        assertThat(figure(document, "affordable_single").path("says").asText())
                .isEqualTo("already");
        assertThat(document.path("notes").toString()).contains("3 requests of unknown cost");
    }

    @Test
    void an_empty_ledger_is_said_and_no_bill_is_made_up() {
        JsonNode document = json(table("scenario", "fall=10"));

        assertThat(figure(document, "bill_today").path("value").isNull()).isTrue();
        assertThat(figure(document, "bill_today").path("says").asText()).contains("give --bill");
        assertThat(value(json(table("scenario", "fall=10", "bill=100")), "bill_today"))
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"leader-matches", "cheap-entrant"})
    void a_cheaper_model_takes_what_is_surely_no_better_and_leaves_the_sandbox(String name) {
        JsonNode document =
                json(found(ShippedEconomics.ask((days, now) -> BILL, "scenario", "name=" + name)));
        JsonNode then = figure(document, "bill_then");

        assertThat(value(document, "bill_today")).isCloseTo(200.01, within(0.001));
        assertThat(then.path("value").asDouble()).isLessThan(200.01).isGreaterThan(0.01);
        JsonNode moved = document.path("moved").path("sure");
        assertThat(moved.path("before_usd").decimalValue()).isEqualByComparingTo("200.01");
        assertThat(moved.path("requests").asLong()).isEqualTo(1000);
        assertThat(moved.path("saved_usd").decimalValue())
                .isEqualByComparingTo(
                        moved.path("before_usd")
                                .decimalValue()
                                .subtract(moved.path("after_usd").decimalValue()));
        assertThat(value(document, "plan_margin_bought"))
                .isGreaterThan(194 - value(document, "plan_list_value"));
        assertThat(document.path("event").path("leader").asText()).contains("/");
    }

    @Test
    void the_causes_of_a_fall_leave_a_residual_with_a_name() {
        JsonNode document =
                json(
                        table(
                                "scenario",
                                "name=price-fall",
                                "hardware=2.5",
                                "use=1",
                                "software=5",
                                "model-size=10",
                                "margin=1"));

        assertThat(value(document, "residual")).isCloseTo(8, within(1e-6));
        assertThat(figure(document, "residual").path("means").asText())
                .contains("architecture, data, training technique");
        assertThat(value(document, "factor_per_year")).isCloseTo(10, within(1e-4));
    }

    @Test
    void the_same_seed_gives_the_same_answer() {
        String one = table("plan", "fall=10", "users=1000").json();

        assertThat(table("plan", "fall=10", "users=1000").json()).isEqualTo(one);
        assertThat(table("plan", "fall=10", "users=1000", "seed=2").json()).isNotEqualTo(one);
    }
}
