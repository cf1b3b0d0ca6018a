package dev.undercut.market.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.market.analysis.fit.LogTrend;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** DeepSeek against the trend lines of Epoch AI's own points: the answer depends on the class. */
class GoldenClaimsTest {

    private static final LocalDate V3 = LocalDate.of(2024, 12, 26);
    private static final LocalDate R1 = LocalDate.of(2025, 1, 20);
    private static final double V3_PROMOTION = 0.175;
    private static final double V3_LIST = 0.4775;
    private static final double R1_LIST = 0.96;

    @Test
    void the_price_for_an_mmlu_of_83_fell_62_times_by_november_2024() {
        double gpt4 = Blend.ONE_TO_ONE.of(30, 60);
        double cheapest =
                EpochPoints.rows().stream()
                        .filter(row -> row.model().equals("Llama-3.1-Instruct-70B"))
                        .mapToDouble(EpochPoints.Row::usd)
                        .findFirst()
                        .orElseThrow();

        assertThat(gpt4 / cheapest).isEqualTo(62.5);
    }

    @Test
    void deepseek_is_above_the_line_of_gpt_3s_class() {
        LogTrend line =
                EpochTrend.fit(EpochPoints.of("MMLU"), 43.9, EpochTrend.Scale.MULTIPLE_CHOICE)
                        .orElseThrow()
                        .trend();

        assertThat(V3_PROMOTION / line.at(V3)).isCloseTo(6.1, within(0.1));
        assertThat(V3_LIST / line.at(LocalDate.of(2025, 2, 8))).isCloseTo(22, within(1.0));
        assertThat(R1_LIST / line.at(R1)).isCloseTo(40, within(1.0));
    }

    @Test
    void deepseek_is_below_the_line_of_gpt_4s_class() {
        List<PricedPoint> before =
                EpochPoints.of("MMLU").stream()
                        .filter(point -> point.date().isBefore(V3) && point.score() >= 86)
                        .toList();
        LogTrend line = Objects.requireNonNull(Position.line(before));

        assertThat(V3_PROMOTION / line.at(V3)).isCloseTo(0.13, within(0.01));
        assertThat(V3_LIST / line.at(LocalDate.of(2025, 2, 8))).isCloseTo(0.46, within(0.02));
        assertThat(R1_LIST / line.at(R1)).isCloseTo(0.83, within(0.02));
    }
}
