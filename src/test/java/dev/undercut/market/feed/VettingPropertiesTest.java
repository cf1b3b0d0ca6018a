package dev.undercut.market.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceTier;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.feed.Amounts.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** The gates, over any price. */
class VettingPropertiesTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-01");

    @Property
    void up_to_a_factor_of_five_either_way_passes(
            @ForAll @BigRange(min = "0.01", max = "500") @Scale(4) BigDecimal input,
            @ForAll @BigRange(min = "0.2", max = "5") @Scale(2) BigDecimal factor) {
        assertThat(doubts(input, input.multiply(factor))).isEmpty();
    }

    @Property
    void anything_beyond_is_held_with_the_factor(
            @ForAll @BigRange(min = "0.01", max = "100") @Scale(4) BigDecimal input,
            @ForAll @BigRange(min = "5.01", max = "40") @Scale(2) BigDecimal factor) {
        assertThat(doubts(input, input.multiply(factor))).isNotEmpty();
        assertThat(doubts(input.multiply(factor), input)).isNotEmpty();
    }

    @Property
    void a_slip_of_units_is_called_so(
            @ForAll @BigRange(min = "0.1", max = "50") @Scale(3) BigDecimal input,
            @ForAll @IntRange(min = 1, max = 2) int places) {
        assertThat(doubts(input, input.movePointRight(places)))
                .singleElement()
                .asString()
                .startsWith("unit slip");
        assertThat(doubts(input, input.movePointLeft(places)))
                .singleElement()
                .asString()
                .startsWith("unit slip");
    }

    @Property
    void a_million_times_off_is_held_also_where_nothing_was_known(
            @ForAll @BigRange(min = "0.01", max = "400") @Scale(4) BigDecimal input) {
        assertThat(alone(input.movePointRight(6))).isNotEmpty();
        assertThat(alone(input.movePointLeft(6))).isNotEmpty();
        assertThat(alone(input)).isEmpty();
    }

    @Property
    void below_zero_is_always_held(
            @ForAll @BigRange(min = "-1000000", max = "-0.000001") @Scale(6) BigDecimal input) {
        assertThat(alone(input)).anyMatch(doubt -> doubt.startsWith("negative"));
    }

    /** Asked of what its source listed before: it must be held, and cost the others nothing. */
    @Property
    void below_zero_is_no_price_that_is_known(
            @ForAll @BigRange(min = "-1000000", max = "-0.000001") @Scale(6) BigDecimal input) {
        PriceFact fact = Desk.fact("openai", "gpt-5", "1", "10", "2025-08-07");
        assertThat(candidate(input).isSaidBy(fact, TODAY)).isFalse();
    }

    @Property
    void the_id_is_that_of_the_price_and_of_nothing_else(
            @ForAll @BigRange(min = "0.01", max = "400") @Scale(4) BigDecimal input) {
        String id = candidate(input).id("one");
        assertThat(candidate(input.setScale(6)).id("one")).isEqualTo(id);
        assertThat(candidate(input).id("two")).isNotEqualTo(id);
        assertThat(candidate(input.add(BigDecimal.ONE)).id("one")).isNotEqualTo(id);
    }

    private static List<String> doubts(BigDecimal before, BigDecimal now) {
        PriceFact fact = Desk.fact("openai", "gpt-5", before.toPlainString(), "10", "2025-08-07");
        return new Vetting(new Known(List.of(fact)), TODAY).doubts(candidate(now), fact);
    }

    private static List<String> alone(BigDecimal input) {
        return new Vetting(new Known(List.of()), TODAY).doubts(candidate(input), null);
    }

    private static Candidate candidate(BigDecimal input) {
        Observation seen =
                new Observation(
                        "openai",
                        "gpt-5",
                        true,
                        List.of("gpt-5"),
                        PriceTier.STANDARD,
                        new Amounts(
                                Unit.TOKEN,
                                Map.of(Rate.INPUT, input, Rate.OUTPUT, BigDecimal.TEN),
                                null),
                        Observation.Terms.of(null, null, Set.of()));
        return new Candidate(
                new PriceFact.Key("openai", "gpt-5", PriceTier.STANDARD), "gpt-5", Set.of(), seen);
    }
}
