package dev.undercut.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageTest {

    @Test
    void the_counts_are_disjoint_and_add_up() {
        Usage usage = new Usage(1, 20, 300, 4000, 50_000, 600_000);

        assertThat(usage.totalInput()).isEqualTo(4321);
        assertThat(usage.totalOutput()).isEqualTo(650_000);
        assertThat(usage.total()).isEqualTo(654_321);
        assertThat(Usage.of(3, 4)).isEqualTo(new Usage(3, 0, 0, 0, 4, 0));
    }

    @Test
    void a_count_is_never_negative() {
        for (int i = 0; i < 6; i++) {
            long[] counts = new long[6];
            counts[i] = -1;
            assertThatThrownBy(() ->
                            new Usage(
                                    counts[0], counts[1], counts[2], counts[3], counts[4],
                                    counts[5]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Effort.class)
    void an_effort_is_found_by_its_code_in_any_case(Effort effort) {
        assertThat(Effort.of(effort.code())).contains(effort);
        assertThat(Effort.of(effort.name())).contains(effort);
        assertThat(Effort.of("extreme")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void a_feature_is_found_by_its_code_in_any_case(Feature feature) {
        assertThat(Feature.of(" " + feature.code())).contains(feature);
        assertThat(Feature.of(feature.name())).contains(feature);
        assertThat(Feature.of("telepathy")).isEmpty();
    }
}
