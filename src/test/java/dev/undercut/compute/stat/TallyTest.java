package dev.undercut.compute.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void most_votes_win_and_of_equal_ones_the_answer_that_appears_first() {
        assertThat(Tally.of(List.of("b", "a", "a")).leader()).hasValue("a");
        assertThat(Tally.of(List.of("b", "a", "a", "b")).leader()).hasValue("b");
    }

    @Test
    void who_appears_first_goes_by_position_and_not_by_when_it_was_counted() {
        Tally tally = new Tally();
        tally.add(3, "late");
        tally.add(1, "early");

        assertThat(tally.leader()).hasValue("early");
        assertThat(tally.leaderAt()).isEqualTo(1);
        assertThat(tally.runnerUpAt()).isEqualTo(3);
    }

    @Test
    void no_answer_and_an_empty_one_abstain() {
        Tally tally = Tally.of(Arrays.asList(null, "", "a"));

        assertThat(tally.leader()).hasValue("a");
        assertThat(tally.total()).isEqualTo(1);
        assertThat(Tally.of(Arrays.asList("", null)).leader()).isEmpty();
    }

    @Test
    void weights_are_summed_and_a_vote_of_no_weight_is_still_a_vote() {
        Tally tally = new Tally();
        tally.add(0, "nothing", 0);
        assertThat(tally.leader()).hasValue("nothing");
        tally.add(1, "a", 0.4);
        tally.add(2, "b", 0.3);
        tally.add(3, "b", 0.2);

        assertThat(tally.leader()).hasValue("b");
        assertThat(tally.leading()).isEqualTo(0.5);
        assertThat(tally.runningUp()).isEqualTo(0.4);
        assertThat(tally.ranked()).containsExactly(2, 1, 0);
        assertThat(tally.votes("b")).isEqualTo(2);
    }

    @Test
    void a_negative_weight_is_refused() {
        assertThatThrownBy(() -> new Tally().add(0, "a", -0.1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tally().add(0, "a", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void the_two_leaders_are_those_of_a_full_count_whatever_the_order_of_counting(
            @ForAll @Size(max = 30) List<@IntRange(max = 4) Integer> votes, @ForAll long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < votes.size(); i++) {
            order.add(i);
        }
        java.util.Collections.shuffle(order, new Random(seed));
        Tally tally = new Tally();
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (int position : order) {
            tally.add(position, "" + votes.get(position));
        }
        votes.forEach(vote -> counts.merge(vote, 1, Integer::sum));
        // Insertion order is order of appearance and the sort is stable.
        List<Map.Entry<Integer, Integer>> expected = new ArrayList<>(counts.entrySet());
        expected.sort((a, b) -> b.getValue() - a.getValue());

        assertThat(tally.ranked())
                .isEqualTo(expected.stream().map(entry -> votes.indexOf(entry.getKey())).toList());
        if (expected.size() > 1) {
            assertThat(tally.leaderAt()).isEqualTo(votes.indexOf(expected.get(0).getKey()));
            assertThat(tally.runningUp()).isEqualTo(expected.get(1).getValue().doubleValue());
            assertThat(tally.runnerUpAt()).isEqualTo(votes.indexOf(expected.get(1).getKey()));
        }
    }
}
