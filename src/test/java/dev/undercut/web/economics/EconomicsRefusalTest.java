package dev.undercut.web.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.web.answer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be is refused, with the reason and what could be. */
class EconomicsRefusalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan | price=-5 | above 0",
                "plan | sigma=0 | above 0, up to 10",
                "plan | fee=1 | from 0, below 1",
                "plan | tail=1 | above 1",
                "plan | users=50 | from 100",
                "plan | users=1000.5 | 1000 or 1001",
                "plan | plan=gold | claude-max-20x",
                "plan | sigma=abc | expected a number or a range",
                "plan | sigma=2..1 | a range rises",
                "plan | sigma=1..2..3..4 | expected a number or a range",
                "plan | spread=flat | lognormal, pareto, tailed",
                "serving | utilisation=0 | above 0, up to 1",
                "serving | utilisation=1.2 | above 0, up to 1",
                "serving | speed=500 | 42.0 to 100.0",
                "serving | accelerator=abacus | H100-SXM",
                "serving | precision=fp1 | bf16, fp8, fp4",
                "serving | basis=gift | hyperscaler_own",
                "serving | basis=on_demand | --usd-per-hour",
                "serving | model=gpt-4o | --throughput",
                "serving | speed=NaN | above 0",
                "serving | speed=1e400 | above 0",
                "task | solve-rate=0 | above 0, up to 1",
                "task | solve-rate=1.5 | above 0, up to 1",
                "task | samples=0 | from 1",
                "task | samples=2.5 | 2 or 3",
                "margin | price-in=0 | above 0",
                "margin | api-margin=1 | below 1",
                "fleet | users=-1 | above 0",
                "fleet | accelerator=TPU-v6e | --throughput",
                "scenario | name=armageddon | falling-prices",
                "scenario | factor=1 | above 1",
                "scenario | total=0.5 | above 1",
                "profit-date | fall=0 | above 0",
                "profit-date | list-value=-1 | above 0",
            })
    void what_cannot_be_is_refused_with_the_reason_and_the_nearest_range(
            String analysis, String given, String says) {
        assertThat(ShippedEconomics.ask(Bills.NONE, analysis, given))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> {
                            assertThat(refused.unknown()).isFalse();
                            assertThat(refused.message()).contains(says);
                            if (!says.startsWith("--")) {
                                assertThat(refused.message())
                                        .contains(given.substring(0, given.indexOf('=')));
                            }
                        });
    }

    @Test
    void an_unknown_model_and_an_unknown_analysis_name_their_nearest() {
        assertThat(ShippedEconomics.ask(Bills.NONE, "task", "model=gpt-4p"))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> {
                            assertThat(refused.unknown()).isTrue();
                            assertThat(refused.message()).contains("nearest: gpt-4");
                        });
        assertThat(ShippedEconomics.ask(Bills.NONE, "plans"))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.message()).contains("nearest: plan"));
    }
}
