package dev.undercut.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

    @Test
    void an_id_holds_the_time_and_the_random_bits_in_crockfords_digits() {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1));
        assertThat(new RequestIds(clock, constant(0)).next())
                .isEqualTo("req_0000000001" + "0000000000000000");
        assertThat(new RequestIds(clock, constant(-1)).next())
                .isEqualTo("req_0000000001" + "ZZZZZZZZZZZZZZZZ");
        assertThat(new RequestIds(clock, constant(31)).next()).endsWith("000Z");
    }

    @Property(tries = 200)
    void ids_sort_in_order_of_making_whatever_the_clock_does(
            @ForAll @Size(min = 2, max = 50) List<@LongRange(min = 0, max = 5) Long> clock,
            @ForAll long seed) {
        AtomicLong now = new AtomicLong();
        RequestIds ids = new RequestIds(() -> Instant.ofEpochMilli(now.get()), new Random(seed));
        List<String> made = new ArrayList<>();
        for (long millis : clock) {
            now.set(1_800_000_000_000L + millis);
            made.add(ids.next());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void the_random_part_runs_over_into_the_next_millisecond() {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1));
        RequestIds ids = new RequestIds(clock, constant(-1));
        assertThat(ids.next()).isLessThan(ids.next());
        assertThat(ids.next()).startsWith("req_0000000002");
    }

    @Test
    void many_threads_get_different_ids() throws Exception {
        RequestIds ids = new RequestIds(InstantSource.system(), new Random(7));
        Set<String> made = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < 500; i++) {
                            made.add(ids.next());
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(made).hasSize(4_000).allMatch(id -> id.matches("req_[0-9A-HJKMNP-TV-Z]{26}"));
    }

    private static RandomGenerator constant(long value) {
        return () -> value;
    }
}
