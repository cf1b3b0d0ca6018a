package dev.undercut.market.analysis.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.market.analysis.fit.Waits.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Waits of which some are not over yet. */
class WaitsTest {

    @Test
    void the_median_counts_those_who_still_wait() {
        List<Wait> over = List.of(new Wait(0, 10, true), new Wait(1, 20, true));
        assertThat(new Waits(over).median()).isEqualTo(10);

        List<Wait> some = new ArrayList<>(over);
        some.add(new Wait(2, 30, false));
        some.add(new Wait(2, 30, false));
        assertThat(new Waits(some).median()).isEqualTo(20);

        some.add(new Wait(2, 30, false));
        assertThat(new Waits(some).median()).isNaN();
    }

    @Test
    void too_few_or_all_at_once_tell_no_change() {
        assertThat(new Waits(List.of()).change()).isNull();
        assertThat(new Waits(List.of(new Wait(0, 9, true), new Wait(1, 9, true))).change())
                .isNull();
        Wait wait = new Wait(3, 9, true);
        assertThat(new Waits(List.of(wait, wait, wait)).change()).isNull();
    }

    /**
     * Waits that halve every year, watched until a day: many of the newest are not over by then.
     */
    @Test
    void a_change_is_found_though_the_newest_still_wait() {
        Random random = new Random(7);
        List<Wait> waits = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            double start = random.nextDouble() * 4;
            double days = -Math.log(1 - random.nextDouble()) * 400 * Math.pow(0.5, start);
            double watched = (4 - start) * 365;
            waits.add(new Wait(start, Math.min(days, watched), days <= watched));
        }
        Waits.Change change = Objects.requireNonNull(new Waits(waits).change());

        assertThat(change.factorPerYear()).isCloseTo(0.5, within(0.02));
        assertThat(change.interval90().contains(change.factorPerYear())).isTrue();
    }
}
