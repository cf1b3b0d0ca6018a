package dev.undercut.compute.stat;

import static dev.undercut.compute.stat.Groups.Measure.CODET;
import static dev.undercut.compute.stat.Groups.Measure.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsTest {

    @Test
    void a_group_is_worth_the_root_of_its_size_times_the_tests_it_passes() {
        // Three of one test: 1.73; one of two: 2; two of one other: 1.41.
        Groups groups = Groups.of(List.of("100", "100", "110", "001", "100", "001"));

        Groups.Group best = groups.best(CODET).orElseThrow();
        assertThat(best.members()).containsExactly(2);
        assertThat(best.passed()).isEqualTo(2);
        assertThat(groups.best(SIZE).orElseThrow().members()).containsExactly(0, 1, 4);
        assertThat(groups.ranked(CODET).stream().map(Groups.Group::first)).containsExactly(2, 0, 3);
    }

    @Test
    void of_equal_groups_the_one_whose_first_member_stands_first_is_best() {
        assertThat(Groups.of(List.of("01", "10", "10", "01")).best(CODET).orElseThrow().first())
                .isZero();
    }

    @Test
    void without_tests_all_are_one_group_and_what_was_not_run_is_in_none() {
        Groups groups = Groups.of(Arrays.asList(null, "", ""));

        assertThat(groups.best(CODET).orElseThrow().members()).containsExactly(1, 2);
        assertThat(Groups.of(Arrays.asList((String) null)).best(SIZE)).isEmpty();
    }
}
