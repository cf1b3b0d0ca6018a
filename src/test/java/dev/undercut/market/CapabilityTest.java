package dev.undercut.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityTest {

    /** Textbook values of the standard normal distribution. */
    @ParameterizedTest
    @CsvSource({
        "-4, 0.0000316712",
        "-3, 0.0013498980",
        "-2.575829304, 0.005",
        "-1.959963985, 0.025",
        "-1.644853627, 0.05",
        "-1, 0.1586552539",
        "-0.841621234, 0.2",
        "-0.5, 0.3085375387",
        "0, 0.5",
        "0.253347103, 0.6",
        "0.524400513, 0.7",
        "0.841621234, 0.8",
        "1, 0.8413447461",
        "1.281551566, 0.9",
        "1.644853627, 0.95",
        "1.959963985, 0.975",
        "2.326347874, 0.99",
        "3, 0.9986501020",
        "5, 0.9999997133",
        "40, 1",
        "-40, 0"
    })
    void the_normal_rule_is_that_of_the_textbooks(double z, double probability) {
        assertThat(rated(50 + z * 3, 3).probabilityAtLeast(50))
                .isCloseTo(probability, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.8, 0.8416212336",
        "0.2, -0.8416212336",
        "0.9, 1.2815515655",
        "0.95, 1.6448536270",
        "0.975, 1.9599639845",
        "0.99, 2.3263478740"
    })
    void a_margin_is_the_quantile_of_the_textbooks(double probability, double margin) {
        assertThat(Capability.margin(probability)).isCloseTo(margin, within(5e-6));
    }

    @Property(tries = 300)
    void a_floor_is_reached_exactly_when_it_is_probable_enough(
            @ForAll @DoubleRange(min = 30, max = 70) double index,
            @ForAll @DoubleRange(min = 30, max = 70) double other,
            @ForAll @DoubleRange(min = 0.5, max = 10) double error,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double confidence) {
        double margin = Capability.margin(confidence);
        double probability = rated(index, error).probabilityAtLeast(other);
        double against = rated(index, error).probabilityAtLeast(rated(other, 2));

        if (Math.abs(probability - confidence) > 1e-6) {
            assertThat(rated(index, error).reaches(other, margin))
                    .isEqualTo(probability > confidence);
        }
        if (Math.abs(against - confidence) > 1e-6) {
            assertThat(rated(index, error).reaches(rated(other, 2), margin))
                    .isEqualTo(against > confidence);
        }
    }

    @Test
    void at_even_odds_a_model_reaches_its_own_index() {
        double even = Capability.margin(0.5);

        assertThat(rated(55, 2).reaches(55, even)).isTrue();
        assertThat(rated(55, 2).reaches(rated(55, 3), even)).isTrue();
        assertThat(rated(55, 0).reaches(55, Capability.margin(0.99))).isTrue();
    }

    @Test
    void at_the_floor_itself_the_odds_are_even() {
        assertThat(rated(55, 2).probabilityAtLeast(55)).isCloseTo(0.5, within(1e-8));
        assertThat(rated(55, 2).probabilityAtLeast(rated(55, 3))).isCloseTo(0.5, within(1e-8));
    }

    @Test
    void a_given_index_meets_its_own_floor_and_nothing_above() {
        assertThat(rated(55, 0).probabilityAtLeast(55)).isEqualTo(1);
        assertThat(rated(55, 0).probabilityAtLeast(55.000001)).isEqualTo(0);
        assertThat(rated(55, 0).probabilityAtLeast(rated(55, 0))).isEqualTo(1);
    }

    @Test
    void of_two_models_the_errors_add_as_squares() {
        assertThat(rated(60, 3).probabilityAtLeast(rated(55, 4)))
                .isCloseTo(rated(60, 5).probabilityAtLeast(55), within(1e-12));
    }

    @Property(tries = 300)
    void the_better_the_index_the_surer_the_floor(
            @ForAll @DoubleRange(min = 0, max = 100) double a,
            @ForAll @DoubleRange(min = 0, max = 100) double b,
            @ForAll @DoubleRange(min = 0, max = 100) double floor,
            @ForAll @DoubleRange(min = 0.1, max = 10) double error) {
        double low = rated(Math.min(a, b), error).probabilityAtLeast(floor);
        double high = rated(Math.max(a, b), error).probabilityAtLeast(floor);

        assertThat(high).isGreaterThanOrEqualTo(low - 3e-7).isBetween(0.0, 1.0);
        assertThat(
                        rated(a, error).probabilityAtLeast(rated(b, error))
                                + rated(b, error).probabilityAtLeast(rated(a, error)))
                .isCloseTo(1, within(1e-8));
    }

    @Test
    void an_index_is_a_number_and_its_error_none_below_zero() {
        assertThatThrownBy(() -> rated(Double.NaN, 1)).hasMessageContaining("finite");
        assertThatThrownBy(() -> rated(Double.POSITIVE_INFINITY, 1)).hasMessageContaining("finite");
        assertThatThrownBy(() -> rated(5, -1)).hasMessageContaining("error");
        assertThatThrownBy(() -> rated(5, Double.NaN)).hasMessageContaining("error");
    }

    private static Rated rated(double index, double error) {
        return new Rated(index, error, Scale.MARKET, "test");
    }
}
