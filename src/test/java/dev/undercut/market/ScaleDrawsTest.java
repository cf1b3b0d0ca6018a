package dev.undercut.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.chat.Effort;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleDrawsTest {
    /** In hundredths of a point; the second row is the first, two points up. */
    private static final ScaleDraws DRAWS =
            new ScaleDraws(
                    new short[][] {
                        {-300, -100, 100, 300},
                        {-100, 100, 300, 500},
                        {300, -100, 100, -300},
                    });

    @Test
    void the_variance_is_that_of_the_sample() {
        assertThat(DRAWS.of(0).variance()).isCloseTo(20.0 / 3, within(1e-9));
        assertThat(DRAWS.of(1).variance()).isCloseTo(20.0 / 3, within(1e-9));
    }

    @Test
    void what_moves_both_alike_cancels_and_what_moves_them_apart_adds() {
        assertThat(DRAWS.of(0).varianceOfDifference(DRAWS.of(1))).isCloseTo(0, within(1e-6));
        assertThat(DRAWS.of(0).varianceOfDifference(DRAWS.of(2))).isCloseTo(24, within(1e-5));
        assertThat(DRAWS.of(2).varianceOfDifference(DRAWS.of(0))).isCloseTo(24, within(1e-5));
        assertThat(DRAWS.of(0).varianceOfDifference(DRAWS.of(0))).isZero();
    }

    @Test
    void places_of_different_fits_and_stated_ones_share_nothing() {
        ScaleDraws other = new ScaleDraws(new short[][] {{-300, -100, 100, 300}});

        assertThat(DRAWS.of(0).varianceOfDifference(other.of(0))).isCloseTo(40.0 / 3, within(1e-9));
        assertThat(ScaleError.NONE.varianceOfDifference(DRAWS.of(0)))
                .isCloseTo(20.0 / 3, within(1e-9));
        assertThat(ScaleError.NONE.variance()).isZero();
    }

    @Test
    void a_number_as_floor_meets_the_full_error_and_a_model_only_what_does_not_cancel() {
        Rated a = rated(61.5, 0);
        Rated b = rated(60, 1);
        double margin = Capability.margin(0.8);

        assertThat(a.standardError()).isCloseTo(Math.sqrt(1 + 20.0 / 3), within(1e-9));
        assertThat(a.reaches(60, margin)).isFalse();
        assertThat(a.errorAgainst(b)).isCloseTo(Math.sqrt(2), within(1e-3));
        assertThat(a.reaches(b, margin)).isTrue();
        assertThat(a.probabilityAtLeast(b)).isGreaterThan(a.probabilityAtLeast(60));
    }

    @Test
    void draws_are_rows_of_one_length() {
        assertThatThrownBy(() -> new ScaleDraws(new short[][] {{1, 2}, {1}}))
                .hasMessageContaining("one length");
        assertThatThrownBy(() -> new ScaleDraws(new short[][] {{1}}))
                .hasMessageContaining("one length");
    }

    @Test
    void an_index_answers_for_each_effort_that_was_measured() {
        CapabilityIndex index =
                new CapabilityIndex(
                        "ci@test",
                        List.of(entry("m", Effort.DEFAULT, 60), entry("m", Effort.MAX, 66)));
        Model known = Models.plain("m", index.of("m"), index.byEffort("m"));

        assertThat(index.of("other")).isEqualTo(Capability.unrated());
        assertThat(index.byEffort("other")).isEmpty();
        assertThat(indexAt(known, Effort.DEFAULT)).isEqualTo(60);
        assertThat(indexAt(known, Effort.MEDIUM)).isEqualTo(60);
        assertThat(indexAt(known, Effort.XHIGH)).isEqualTo(66);
        assertThat(indexAt(known, Effort.LOW)).isEqualTo(60);
        assertThat(((Rated) index.of("m")).source()).isEqualTo("ci@test, 4 families, measured");
        assertThatThrownBy(() ->
                        new CapabilityIndex(
                                "ci@test",
                                List.of(entry("m", Effort.MAX, 1), entry("m", Effort.MAX, 2))))
                .hasMessageContaining("stands twice");
    }

    private static double indexAt(Model model, Effort effort) {
        return ((Rated) model.capability(effort)).index();
    }

    private static CapabilityIndex.Entry entry(String model, Effort effort, double index) {
        return new CapabilityIndex.Entry(
                model, effort, index, 1, 2, 4, "measured", false, ScaleError.NONE);
    }

    private static Rated rated(double index, int row) {
        return new Rated(index, 1, DRAWS.of(row), false, Scale.MARKET, "test");
    }
}
