package dev.undercut.market.analysis.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.market.analysis.PriceMoves;
import dev.undercut.market.analysis.Selection;
import dev.undercut.market.data.ClaimsFile;
import dev.undercut.web.market.ShippedMarket;
import java.time.LocalDate;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every claim, computed anew from the prices that ship. */
class ClaimsTest {

    private static final Selection TODAY = Selection.until(LocalDate.of(2026, 11, 21));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "G2 | 1000 | 0.5 | holds",
                "G4 | 65.22 | 0.01 | holds",
                "G5 | 214.29 | 0.1 | holds if it is said blended and the model is named",
                "G6 | 2.0091 | 0.0001 | holds if rounded to one decimal",
                "G7 | 27.397 | 0.001 | holds",
                "G9 | 25 | 0.0001 | holds",
                "G11 | 21.43 | 0.01 | holds",
                "G12 | 0.4375 | 0.0001 | holds",
                "G13 | 13.64 | 0.01 | holds",
                "G14 | 10.15 | 0.01 | holds",
                "G15 | 10.15 | 0.01 | holds if it is said of three years",
            })
    void figures_of_list_prices_are_those_of_the_notes(
            String id, double figure, double tolerance, String verdict) {
        Claim claim = claim(id);
        Claim.Figure found = claim.query().ask(ShippedMarket.panel(), TODAY);

        assertThat(found.value()).isCloseTo(figure, within(tolerance));
        assertThat(claim.verdict(found)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "G1, holds if its range counts and not its median: on dated list prices the median is higher",
        "G8, holds",
        "G8b, 'holds if it is said of an MMLU of 80 to 82 or 87: at 84 to 86 it is below; the line rests on few prices, and the figure is as estimated: its interval reaches beyond'",
        "G10, does not hold",
        "G3, 'holds if the figure is as estimated: its interval reaches beyond'"
    })
    void verdicts_on_trends_stand(String id, String verdict) {
        Claim claim = claim(id);
        Claim.Figure figure = claim.query().ask(ShippedMarket.panel(), TODAY);

        assertThat(claim.verdict(figure)).as("%s: %s", id, figure).isEqualTo(verdict);
    }

    /** What the condition of G8b says: its verdict hangs on the threshold, in both directions. */
    @ParameterizedTest
    @CsvSource({"80, false", "82, false", "84, true", "85, true", "86, true", "87, false"})
    void the_verdict_on_gpt_4s_class_hangs_on_its_threshold(int mmlu, boolean below) {
        Double factor =
                ClaimParser.query(
                                "over-line price=deepseek/deepseek-v3@2024-12-26:blended"
                                        + " class=mmlu>="
                                        + mmlu)
                        .ask(ShippedMarket.panel(), TODAY)
                        .value();

        assertThat(factor).isNotNull().matches(value -> value < 1 == below);
    }

    @Test
    void every_claim_of_the_file_can_be_told() {
        assertThat(ClaimsFile.load())
                .hasSize(16)
                .allSatisfy(claim ->
                        assertThat(claim.query().ask(ShippedMarket.panel(), TODAY).value())
                                .as(claim.id())
                                .isNotNull());
    }

    @Test
    void a_claim_about_a_price_that_nobody_knows_cannot_be_told() {
        Claim.Figure figure =
                ClaimParser.query(
                                "price-ratio dear=openai/gpt-4@2020-01-01:input"
                                        + " cheap=openai/gpt-4@2024-01-01:input")
                        .ask(ShippedMarket.panel(), TODAY);

        assertThat(figure.value()).isNull();
        assertThat(claim("G7").verdict(figure)).isEqualTo("cannot be told");
    }

    @Test
    void deepseek_raised_its_prices_three_times() {
        List<LocalDate> rises =
                PriceMoves.of(ShippedMarket.panel(), TODAY).stream()
                        .filter(PriceMoves.Move::isRise)
                        .filter(move -> move.after().provider().equals("deepseek"))
                        .map(PriceMoves.Move::date)
                        .distinct()
                        .toList();

        assertThat(rises)
                .contains(
                        LocalDate.of(2025, 2, 8),
                        LocalDate.of(2025, 9, 5),
                        LocalDate.of(2026, 8, 17));
    }

    @Test
    void there_are_more_cuts_than_rises_but_many_rises() {
        List<PriceMoves.Move> moves =
                PriceMoves.of(ShippedMarket.panel().without(Set.of("openrouter")), TODAY);
        long cuts = moves.stream().filter(PriceMoves.Move::isCut).count();
        long rises = moves.stream().filter(PriceMoves.Move::isRise).count();

        assertThat(List.of(cuts, rises)).as("cuts, rises").isEqualTo(List.of(190L, 125L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "guess",
                "price-ratio dear=openai/gpt-4",
                "fall class=mmlu method=epoch",
                "fall class=mmlu>=42 method=tea-leaves",
                "rises",
                "over-line price=a/b@2024-13-01:input class=ci>=50",
            })
    void a_query_that_means_nothing_is_refused(String query) {
        assertThatThrownBy(() -> ClaimParser.query(query))
                .isInstanceOfAny(IllegalArgumentException.class, NoSuchElementException.class);
    }

    private static Claim claim(String id) {
        return ClaimsFile.load().stream()
                .filter(claim -> claim.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
