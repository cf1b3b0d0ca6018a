package dev.undercut.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SpeedTest {
    private static final Target ALPHA = new Target("alpha/mini", "alpha", List.of("alpha#1"));

    private final VirtualTime time = new VirtualTime();
    private final Health health = health();

    private Health health() {
        return new Health(
                HealthSettings.STANDARD, time, time::nanos, new Random(7), (p, k, r) -> {});
    }

    @Property(tries = 200)
    void a_quantile_is_right_to_a_tenth(
            @ForAll @Size(min = 1, max = 200)
                    List<@DoubleRange(min = 2, max = 900_000) Double> values,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double q) {
        DecayingHistogram histogram = new DecayingHistogram(1, 1_000_000, 1e12, 0);
        values.forEach(value -> histogram.add(value, 0));
        List<Double> sorted = values.stream().sorted().toList();
        double exact = sorted.get((int) Math.ceil(q * sorted.size()) - 1);
        assertThat(histogram.quantile(q)).isCloseTo(exact, Percentage.withPercentage(10));
    }

    @Test
    void old_values_give_way_to_new_ones() {
        DecayingHistogram histogram = new DecayingHistogram(1, 1_000_000, 1e9, 0);
        for (int i = 0; i < 100; i++) {
            histogram.add(1000, 0);
        }
        histogram.add(10, 10_000_000_000L);
        assertThat(histogram.quantile(0.5)).isCloseTo(10, within(1.0));
        assertThat(histogram.count(10_000_000_000L)).isCloseTo(1.1, within(0.01));
    }

    @Test
    void weights_never_overflow() {
        DecayingHistogram histogram = new DecayingHistogram(1, 1_000_000, 1, 0);
        for (long now = 0; now < 100_000; now += 7) {
            histogram.add(5, now);
        }
        assertThat(histogram.count(100_000)).isLessThan(2);
        assertThat(histogram.quantile(0.5)).isCloseTo(5, within(0.5));
    }

    @Test
    void speed_is_unknown_until_three_calls_have_shown_it() {
        call(100, 1000, 101);
        call(100, 1000, 101);
        assertThat(health.of("alpha/mini").firstTokenMillis()).isNull();
        assertThat(health.of("alpha/mini").secondsFor(10)).isNull();
        call(100, 1000, 101);
        Speed speed = health.of("alpha/mini");
        assertThat(speed.firstTokenMillis()).isCloseTo(100, within(5.0));
        assertThat(speed.tokensPerSecond()).isCloseTo(100, within(5.0));
        assertThat(speed.secondsFor(100)).isCloseTo(1.1, within(0.1));
        assertThat(health.of("beta/mini")).isEqualTo(Speed.UNKNOWN);
    }

    @Test
    void speed_fades_into_unknown() {
        for (int i = 0; i < 4; i++) {
            call(100, 1000, 101);
        }
        time.pass(Duration.ofDays(1));
        assertThat(health.of("alpha/mini").firstTokenMillis()).isNull();
    }

    @Test
    void speeds_outlive_the_process_and_grow_old_meanwhile() {
        for (int i = 0; i < 8; i++) {
            call(100, 1000, 101);
        }
        List<SpeedStore.Kept> kept = new ArrayList<>();
        SpeedStore store = store(kept);
        health.save(store);
        assertThat(kept).hasSize(2);
        Health next = health();
        time.pass(Duration.ofHours(2));
        next.load(store);
        assertThat(next.of("alpha/mini").firstTokenMillis()).isCloseTo(100, within(5.0));
        assertThat(next.of("alpha/mini").tokensPerSecond()).isCloseTo(100, within(5.0));
        assertThat(next.of("alpha/mini").calls()).isCloseTo(4, within(0.1));
    }

    @Test
    void nothing_is_saved_twice() {
        call(100, 1000, 101);
        List<SpeedStore.Kept> kept = new ArrayList<>();
        health.save(store(kept));
        kept.clear();
        health.save(store(kept));
        assertThat(kept).isEmpty();
    }

    private static SpeedStore store(List<SpeedStore.Kept> kept) {
        return new SpeedStore() {
            @Override
            public List<Kept> load() {
                return kept;
            }

            @Override
            public void save(List<Kept> speeds) {
                kept.addAll(speeds);
            }
        };
    }

    private void call(long firstTokenMillis, long restMillis, long tokens) {
        Permit permit = Objects.requireNonNull(health.enter(ALPHA, false));
        time.passMillis(firstTokenMillis);
        permit.began();
        time.passMillis(restMillis);
        permit.answered(tokens);
    }
}
