package dev.undercut.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class UsdTest {

    @Test
    void a_price_of_a_fraction_of_a_cent_per_million_tokens_is_exact() {
        PricePerMtok price = PricePerMtok.parse("0.0375");
        assertThat(price.picosPerToken()).isEqualTo(37_500);
        assertThat(price.times(3).plain()).isEqualTo("0.0000001125");
    }

    @Test
    void gpt3_at_60_dollars_costs_60_dollars_for_a_million_tokens() {
        assertThat(PricePerMtok.parse("60").times(1_000_000)).isEqualTo(Usd.parse("60"));
    }

    @Test
    void amounts_are_written_without_exponent_or_trailing_zeros() {
        assertThat(Usd.parse("1e-12").plain()).isEqualTo("0.000000000001");
        assertThat(Usd.parse("10.5000").plain()).isEqualTo("10.5");
        assertThat(Usd.parse("100").plain()).isEqualTo("100");
        assertThat(Usd.parse("-0.25").display(2)).isEqualTo("-$0.25");
    }

    @Test
    void what_cannot_be_held_exactly_is_refused_never_rounded() {
        assertThatThrownBy(() -> Usd.parse("0.0000000000001"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 decimals");
        assertThatThrownBy(() -> PricePerMtok.parse("0.0000001"))
                .hasMessageContaining("6 decimals");
        assertThatThrownBy(() -> PricePerMtok.parse("-1")).hasMessageContaining("negative");
        assertThatThrownBy(() -> Usd.parse("ten")).hasMessageContaining("ten");
        assertThatThrownBy(() -> new Usd(Long.MAX_VALUE).plus(new Usd(1)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Property
    void the_cost_of_parts_is_the_cost_of_the_whole(
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long price,
            @ForAll @LongRange(min = 0, max = 1_000_000L) long a,
            @ForAll @LongRange(min = 0, max = 1_000_000L) long b) {
        PricePerMtok perToken = new PricePerMtok(price);
        assertThat(perToken.times(a).plus(perToken.times(b))).isEqualTo(perToken.times(a + b));
    }

    @Property
    void dollars_have_no_more_decimals_than_they_need(@ForAll long picos) {
        BigDecimal fewest = BigDecimal.valueOf(picos, Usd.DECIMALS).stripTrailingZeros();
        Usd amount = new Usd(picos);
        assertThat(amount.plain()).isEqualTo(fewest.toPlainString());
        assertThat(amount.dollars().toPlainString()).isEqualTo(amount.plain());
        assertThat(UsdTotal.ZERO.plus(amount).dollars()).isEqualTo(amount.dollars());
    }

    @Property
    void what_is_written_reads_back_the_same(@ForAll long picos) {
        assertThat(Usd.parse(new Usd(picos).plain())).isEqualTo(new Usd(picos));
    }

    @Property
    void a_total_holds_sums_that_a_single_amount_cannot(@ForAll long a, @ForAll long b) {
        UsdTotal total = UsdTotal.ZERO.plus(new Usd(a)).plus(new Usd(b));
        assertThat(total.picos())
                .isEqualTo(java.math.BigInteger.valueOf(a).add(java.math.BigInteger.valueOf(b)));
    }
}
