package dev.undercut.economics.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.economics.ImpossibleInputException;
import dev.undercut.economics.margin.PriceFall.Cause;
import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.serving.CostPerMtok;
import dev.undercut.money.PricePerMtok;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Who keeps what. */
class MarginGoldenTest {

    private static PricePerMtok usd(String price) {
        return PricePerMtok.parse(price);
    }

    @Test
    void cases_10_and_11_the_545_percent_of_deepseek_are_a_markup() {
        double revenue =
                ProviderMargin.revenue(
                                List.of(
                                        new ProviderMargin.Sold(usd("0.14"), 342_000_000_000L),
                                        new ProviderMargin.Sold(usd("0.55"), 266_000_000_000L),
                                        new ProviderMargin.Sold(usd("2.19"), 168_000_000_000L)))
                        .dollars()
                        .doubleValue();

        assertThat(revenue).isEqualTo(562_100);
        assertThat(revenue).as("published").isCloseTo(562_027, within(100.0));
        assertThat(ProviderMargin.markup(562_027, 87_072)).isCloseTo(5.4547, within(0.00005));
        assertThat(ProviderMargin.grossMargin(562_027, 87_072)).isCloseTo(0.8451, within(0.00005));
    }

    @Test
    void case_25_the_margin_of_a_provider() {
        ProviderMargin margin =
                new ProviderMargin(
                        usd("1.35"),
                        usd("5.40"),
                        new CostPerMtok<>(0.226),
                        new CostPerMtok<>(2.955));

        assertThat(margin.ofInput()).isCloseTo(0.8326, within(0.00005));
        assertThat(margin.ofOutput()).isCloseTo(0.4528, within(0.00005));
        assertThat(margin.of(1)).isEqualTo(margin.ofInput());
        assertThat(margin.of(0)).isEqualTo(margin.ofOutput());
    }

    @Test
    void case_42_an_undercut_by_half() {
        double factor = (double) usd("4.40").picosPerToken() / usd("2.19").picosPerToken();

        assertThat(factor).isCloseTo(2.00913, within(0.000005));
    }

    @Property(tries = 200)
    void nobody_gets_what_nobody_paid(
            @ForAll @DoubleRange(min = 1, max = 500) double seat,
            @ForAll @DoubleRange(min = 0.1, max = 500) double list,
            @ForAll @DoubleRange(min = 0, max = 0.95) double margin,
            @ForAll @DoubleRange(min = 0, max = 0.95) double commodity,
            @ForAll @DoubleRange(min = 0, max = 1) double passedOn,
            @ForAll @DoubleRange(min = 0, max = 10) double years) {
        WrapperMargin.Shares shares =
                new WrapperMargin(seat, list, margin, commodity, 1, passedOn, new CostPath(10, 2))
                        .after(years);

        assertThat(shares.sum()).isCloseTo(seat, within(seat * 1e-9));
        assertThat(shares.hardware()).isNotNegative();
    }

    @Test
    void a_wrapper_that_passes_nothing_on_wins_when_models_become_a_commodity() {
        CostPath falling = new CostPath(10, 1);
        WrapperMargin keeps = new WrapperMargin(20, 10, 0.6, 0.1, 1, 0, falling);
        WrapperMargin passes = new WrapperMargin(20, 10, 0.6, 0.1, 1, 1, falling);

        assertThat(keeps.after(0).provider()).isCloseTo(6, within(1e-9));
        assertThat(keeps.after(3).wrapper()).isGreaterThan(19.9);
        assertThat(keeps.after(3).winner()).isEqualTo("wrapper");
        assertThat(passes.after(3).wrapper()).isCloseTo(10, within(1e-9));
        assertThat(passes.after(3).user()).isGreaterThan(9.9);
    }

    @Test
    void known_causes_and_the_residual_make_up_the_whole_fall() {
        PriceFall fall = new PriceFall(1000, Map.of(Cause.HARDWARE, 2.5, Cause.MODEL_SIZE, 40.0));

        assertThat(fall.parts()).extracting(PriceFall.Part::cause).containsExactly(Cause.values());
        assertThat(fall.parts().getLast().factor()).isCloseTo(10, within(1e-9));
        assertThat(fall.parts().getLast().share()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(fall.parts().stream().mapToDouble(PriceFall.Part::share).sum())
                .isCloseTo(1, within(1e-12));
        assertThat(
                        fall.parts().stream()
                                .mapToDouble(PriceFall.Part::factor)
                                .reduce(1, (a, b) -> a * b))
                .isCloseTo(1000, within(1e-9));
    }

    @Test
    void a_price_that_rose_has_no_causes_of_its_fall() {
        assertThatThrownBy(() -> new PriceFall(0.5, Map.of()))
                .isInstanceOf(ImpossibleInputException.class)
                .hasMessageContaining("above 1");
    }
}
