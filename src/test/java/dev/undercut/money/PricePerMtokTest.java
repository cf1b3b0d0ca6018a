package dev.undercut.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricePerMtokTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "2.50, 2500000, 2.5",
        "0.075, 75000, 0.075",
        "1e-6, 1, 0.000001",
        " 60 , 60000000, 60",
        "1E+2, 100000000, 100"
    })
    void a_price_is_held_in_whole_pico_dollars_a_token(String text, long picos, String plain) {
        PricePerMtok price = PricePerMtok.parse(text);

        assertThat(price.picosPerToken()).isEqualTo(picos);
        assertThat(price.plain()).isEqualTo(plain);
        assertThat(price).hasToString("$" + plain + "/Mtok");
        assertThat(PricePerMtok.parse(price.plain())).isEqualTo(price);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free", "-0.1", "0.0000001", "1e13", "1e999999999", "NaN", "1,5"})
    void what_is_no_exact_price_is_refused(String text) {
        assertThatThrownBy(() -> PricePerMtok.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_cost_past_the_range_is_refused_rather_than_wrapped() {
        assertThatThrownBy(() -> PricePerMtok.parse("600").times(Long.MAX_VALUE / 1000))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> PricePerMtok.FREE.times(-1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PricePerMtok.FREE.times(Long.MAX_VALUE)).isEqualTo(Usd.ZERO);
        assertThat(PricePerMtok.FREE.isFree()).isTrue();
    }

    @Test
    void prices_are_ordered() {
        assertThat(PricePerMtok.parse("0.15")).isLessThan(PricePerMtok.parse("2.5"));
    }
}
