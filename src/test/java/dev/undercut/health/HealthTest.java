package dev.undercut.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.CallFailure;
import dev.undercut.health.HealthSettings.Breaker;
import dev.undercut.health.HealthSettings.Ejection;
import dev.undercut.health.Standing.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Target ALPHA = new Target("alpha/mini", "alpha", List.of("alpha#1"));
    private static final Target BETA = new Target("beta/mini", "beta", List.of("beta#1"));
    private static final Target TWO_KEYS =
            new Target("alpha/mini", "alpha", List.of("alpha#1", "alpha#2"));
    private static final CallFailure DOWN = new CallFailure.Unreachable("down");

    private final VirtualTime time = new VirtualTime();
    private final List<String> trouble = new ArrayList<>();
    private final Health health = health(HealthSettings.STANDARD);

    private Health health(HealthSettings settings) {
        return new Health(
                settings,
                time,
                time::nanos,
                new Random(7),
                (provider, key, rejected) ->
                        trouble.add(provider + " " + key + (rejected ? " rejected" : " spent")));
    }

    @Test
    void three_failures_in_a_row_open_the_breaker_and_a_success_between_does_not() {
        fail(ALPHA, DOWN);
        fail(ALPHA, DOWN);
        succeed(ALPHA, 10);
        fail(ALPHA, DOWN);
        fail(ALPHA, DOWN);
        assertThat(health.standing(ALPHA)).isInstanceOf(Standing.Ready.class);
        fail(ALPHA, DOWN);
        assertThat(why(ALPHA)).isEqualTo(Why.OPEN);
        assertThat(health.enter(ALPHA, false)).isNull();
        assertThat(health.standing(BETA)).isInstanceOf(Standing.Ready.class);
    }

    @Test
    void with_the_breaker_off_failures_hold_nobody_back() {
        Health open =
                health(
                        new HealthSettings(
                                new Breaker(false, 3, Duration.ofSeconds(5), Duration.ofSeconds(9)),
                                true,
                                Ejection.STANDARD));
        for (int i = 0; i < 20; i++) {
            Objects.requireNonNull(open.enter(ALPHA, false)).failed(DOWN);
        }
        assertThat(open.standing(ALPHA)).isInstanceOf(Standing.Ready.class);
    }

    @Test
    void half_of_a_steady_stream_of_calls_failing_opens_it_too() {
        int calls = 0;
        while (why(ALPHA) == null && calls < 30) {
            fail(ALPHA, DOWN);
            calls++;
            if (why(ALPHA) == null) {
                succeed(ALPHA, 10);
                calls++;
            }
        }
        assertThat(calls).isBetween(10, 13);
    }

    @Test
    void after_its_pause_one_call_at_a_time_probes_and_a_success_closes_it() {
        open(ALPHA);
        time.pass(Duration.ofSeconds(6));
        Permit probe = Objects.requireNonNull(health.enter(ALPHA, false));
        assertThat(probe).isNotNull();
        assertThat(health.enter(ALPHA, false)).as("a second one while it probes").isNull();
        probe.began();
        probe.answered(20);
        assertThat(health.standing(ALPHA)).isInstanceOf(Standing.Ready.class);
    }

    @Test
    void a_failed_probe_opens_it_for_longer_up_to_a_limit() {
        open(ALPHA);
        long before = 0;
        for (int probes = 0; probes < 6; probes++) {
            long pause = held(ALPHA).untilNanos() - time.nanos();
            assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(20).toNanos());
            if (probes == 1) {
                assertThat(pause).isGreaterThan(before);
            }
            before = pause;
            time.pass(Duration.ofNanos(pause + 1));
            fail(ALPHA, DOWN);
        }
        assertThat(before).isGreaterThan(Duration.ofSeconds(15).toNanos());
    }

    @Test
    void a_probe_that_says_nothing_makes_room_for_the_next() {
        open(ALPHA);
        time.pass(Duration.ofSeconds(6));
        Objects.requireNonNull(health.enter(ALPHA, false)).givenUp();
        assertThat(health.enter(ALPHA, false)).isNotNull();
    }

    @Test
    void answers_of_better_times_do_not_close_it() {
        Permit early = Objects.requireNonNull(health.enter(ALPHA, false));
        time.passMillis(1);
        open(ALPHA);
        early.began();
        early.answered(5);
        assertThat(why(ALPHA)).isEqualTo(Why.OPEN);
    }

    @Test
    void a_last_resort_passes_an_open_breaker_and_its_success_closes_it() {
        open(ALPHA);
        time.passMillis(5);
        Permit permit = Objects.requireNonNull(health.enter(ALPHA, true));
        assertThat(permit).isNotNull();
        permit.answered(0);
        assertThat(health.standing(ALPHA)).isInstanceOf(Standing.Ready.class);
    }

    @Test
    void a_wish_to_wait_is_kept_to_the_moment_even_by_a_last_resort() {
        fail(ALPHA, new CallFailure.RateLimited("slow down", 429, Duration.ofSeconds(30)));
        assertThat(why(ALPHA)).isEqualTo(Why.ASKED_TO_WAIT);
        time.passMillis(29_998);
        assertThat(health.enter(ALPHA, true)).isNull();
        time.passMillis(1);
        assertThat(health.enter(ALPHA, false)).isNotNull();
    }

    @Test
    void a_wish_to_wait_for_a_week_is_cut_short() {
        fail(ALPHA, new CallFailure.RateLimited("later", 429, Duration.ofDays(7)));
        time.pass(Duration.ofMinutes(11));
        assertThat(health.enter(ALPHA, false)).isNotNull();
    }

    @Test
    void there_is_no_limit_until_the_provider_shows_one() {
        List<Permit> under = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            under.add(health.enter(ALPHA, false));
        }
        assertThat(under).doesNotContainNull();
        assertThat(health.report(ALPHA).lines().getFirst().limit()).isEqualTo(-1);
    }

    @Test
    void a_refusal_for_lack_of_room_lowers_the_limit_once_for_calls_under_way_together() {
        List<Permit> under = enter(ALPHA, 100);
        crowd(under.subList(0, 2));
        assertThat(limit(ALPHA)).isEqualTo(90);
        assertThat(health.enter(ALPHA, false)).as("98 are under way").isNull();
        assertThat(why(ALPHA)).isEqualTo(Why.FULL);
        under.subList(2, 30).forEach(Permit::givenUp);
        assertThat(health.enter(ALPHA, false)).isNotNull();
    }

    @Test
    void with_limits_off_nothing_is_full() {
        Health free = health(new HealthSettings(Breaker.STANDARD, false, Ejection.STANDARD));
        List<Permit> under = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            under.add(free.enter(ALPHA, false));
        }
        under.getFirst().failed(new CallFailure.RateLimited("no", 429, null));
        assertThat(free.enter(ALPHA, false)).isNotNull();
    }

    @Test
    void the_limit_grows_again_while_answers_come_as_fast_as_before() {
        List<Permit> first = enter(ALPHA, 100);
        crowd(first.subList(0, 1));
        first.subList(1, 100).forEach(Permit::givenUp);
        for (int second = 0; second < 30; second++) {
            List<Permit> under = new ArrayList<>();
            for (Permit p = Objects.requireNonNull(health.enter(ALPHA, false));
                    p != null;
                    p = health.enter(ALPHA, false)) {
                under.add(p);
                if (under.size() > 500) {
                    break;
                }
            }
            time.passMillis(1001);
            under.forEach(permit -> {
                permit.began();
                permit.answered(10);
            });
        }
        assertThat(limit(ALPHA)).isGreaterThan(100);
    }

    @Test
    void the_limit_shrinks_while_answers_come_ever_later() {
        List<Permit> stuck = enter(ALPHA, 100);
        crowd(stuck.subList(0, 1));
        stuck.subList(1, 100).forEach(Permit::givenUp);
        int before = limit(ALPHA);
        for (int second = 0; second < 12; second++) {
            List<Permit> under = enter(ALPHA, limit(ALPHA));
            time.passMillis(second < 3 ? 1001 : 20_000);
            under.forEach(permit -> {
                permit.began();
                permit.answered(10);
            });
        }
        assertThat(limit(ALPHA)).isLessThan(before);
    }

    @Test
    void the_slowest_of_a_models_offers_is_left_alone_and_comes_back() {
        measure(ALPHA, 2000, 8);
        measure(BETA, 100, 10);
        assertThat(health.isEjected(ALPHA)).isTrue();
        assertThat(health.isEjected(BETA)).isFalse();
        time.pass(Duration.ofSeconds(31));
        assertThat(health.isEjected(ALPHA)).as("judged afresh").isFalse();
        measure(ALPHA, 100, 8);
        measure(BETA, 100, 10);
        assertThat(health.isEjected(ALPHA)).isFalse();
        measure(ALPHA, 2000, 16);
        measure(BETA, 100, 3);
        assertThat(health.isEjected(ALPHA)).isTrue();
        time.pass(Duration.ofSeconds(31));
        assertThat(health.isEjected(ALPHA)).as("longer the second time").isTrue();
    }

    @Test
    void with_ejection_off_nobody_is_left_alone_for_being_slow() {
        Health patient =
                health(new HealthSettings(Breaker.STANDARD, true, new Ejection(false, 4, 8)));
        measure(patient, ALPHA, 2000, 8);
        measure(patient, BETA, 100, 10);
        assertThat(patient.isEjected(ALPHA)).isFalse();
    }

    @Test
    void half_of_the_offers_at_most_are_left_alone_and_never_the_only_one() {
        measure(ALPHA, 9000, 20);
        assertThat(health.isEjected(ALPHA)).isFalse();
        List<Target> all = new ArrayList<>(List.of(ALPHA, BETA));
        for (String name : List.of("c", "d", "e")) {
            all.add(new Target(name + "/mini", name, List.of(name + "#1")));
        }
        int[] speeds = {9000, 100, 8000, 7000, 100};
        long most = 0;
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < all.size(); i++) {
                measure(all.get(i), speeds[i] / 10, 1);
                most = Math.max(most, all.stream().filter(health::isEjected).count());
            }
        }
        assertThat(most).isEqualTo(2);
    }

    @Test
    void a_difference_that_nobody_feels_ejects_nobody() {
        measure(ALPHA, 50, 8);
        measure(BETA, 5, 8);
        assertThat(health.isEjected(ALPHA)).isFalse();
    }

    @Test
    void the_least_loaded_key_is_used() {
        Permit first = Objects.requireNonNull(health.enter(TWO_KEYS, false));
        Permit second = Objects.requireNonNull(health.enter(TWO_KEYS, false));
        assertThat(List.of(first.key(), second.key())).containsExactlyInAnyOrder(0, 1);
        second.answered(0);
        assertThat(Objects.requireNonNull(health.enter(TWO_KEYS, false)).key())
                .isEqualTo(second.key());
    }

    @Test
    void a_rejected_key_is_out_and_told_once_and_the_other_one_serves() {
        CallFailure rejected = new CallFailure.Unauthorized("bad key", 401);
        Permit permit = Objects.requireNonNull(health.enter(TWO_KEYS, false));
        int bad = permit.key();
        permit.failed(rejected);
        for (int i = 0; i < 5; i++) {
            Permit next = Objects.requireNonNull(health.enter(TWO_KEYS, false));
            assertThat(next.key()).isEqualTo(1 - bad);
            next.answered(0);
        }
        assertThat(trouble).containsExactly("alpha " + (bad + 1) + " rejected");
        assertThat(health.report(TWO_KEYS).lines().get(bad).state()).isEqualTo("key_rejected");
        assertThat(health.report(TWO_KEYS).lines().get(1 - bad).state()).isEqualTo("ready");
    }

    @Test
    void a_key_that_is_out_for_one_model_is_out_for_all() {
        fail(ALPHA, new CallFailure.Unauthorized("bad key", 401));
        Target other = new Target("alpha/big", "alpha", List.of("alpha#1"));
        assertThat(why(other)).isEqualTo(Why.KEY_REJECTED);
        assertThat(health.enter(other, true)).isNull();
    }

    @Test
    void a_new_configuration_gives_every_key_another_chance() {
        fail(ALPHA, new CallFailure.Unauthorized("bad key", 401));
        health.use(HealthSettings.STANDARD);
        assertThat(health.enter(ALPHA, false)).isNotNull();
    }

    @Test
    void a_spent_key_is_out_for_ever_longer_times() {
        CallFailure spent = new CallFailure.OutOfCredit("no money", 402);
        fail(ALPHA, spent);
        assertThat(health.enter(ALPHA, false)).isNull();
        time.pass(Duration.ofMinutes(5));
        fail(ALPHA, spent);
        time.pass(Duration.ofMinutes(5));
        assertThat(health.enter(ALPHA, false)).isNull();
        time.pass(Duration.ofMinutes(5));
        succeed(ALPHA, 5);
        assertThat(trouble).containsExactly("alpha 1 spent");
    }

    @Test
    void what_a_request_did_wrong_says_nothing_about_the_offer() {
        for (int i = 0; i < 50; i++) {
            fail(ALPHA, new CallFailure.BadRequest("too hot", 400, new byte[0]));
        }
        assertThat(health.standing(ALPHA)).isInstanceOf(Standing.Ready.class);
    }

    @Test
    void a_model_that_is_not_served_is_left_alone_at_once() {
        fail(ALPHA, new CallFailure.NotServed("no such model", 404));
        assertThat(why(ALPHA)).isEqualTo(Why.OPEN);
    }

    @Test
    void a_permit_counts_its_end_once() {
        Permit permit = Objects.requireNonNull(health.enter(ALPHA, false));
        permit.failed(DOWN);
        permit.failed(DOWN);
        permit.brokeOff();
        permit.givenUp();
        assertThat(health.standing(ALPHA)).isInstanceOf(Standing.Ready.class);
        assertThat(health.report(ALPHA).lines().getFirst().inFlight()).isZero();
    }

    @Test
    void answers_that_break_off_open_the_breaker() {
        for (int i = 0; i < 3; i++) {
            Permit permit = Objects.requireNonNull(health.enter(ALPHA, false));
            permit.brokeOff();
        }
        assertThat(why(ALPHA)).isEqualTo(Why.OPEN);
    }

    private void open(Target target) {
        for (int i = 0; i < 3; i++) {
            fail(target, DOWN);
        }
        time.passMillis(1);
    }

    private void fail(Target target, CallFailure failure) {
        Objects.requireNonNull(health.enter(target, false)).failed(failure);
        time.passMillis(1);
    }

    private void succeed(Target target, long firstTokenMillis) {
        Permit permit = Objects.requireNonNull(health.enter(target, false));
        time.passMillis(firstTokenMillis);
        permit.began();
        permit.answered(10);
    }

    private List<Permit> enter(Target target, int count) {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            permits.add(health.enter(target, false));
        }
        time.passMillis(1);
        return permits;
    }

    private static void crowd(List<Permit> permits) {
        permits.forEach(permit -> permit.failed(new CallFailure.RateLimited("full", 429, null)));
    }

    private int limit(Target target) {
        return health.report(target).lines().getFirst().limit();
    }

    private void measure(Target target, long millis, int calls) {
        measure(health, target, millis, calls);
    }

    private void measure(Health measured, Target target, long millis, int calls) {
        for (int i = 0; i < calls; i++) {
            Permit permit = Objects.requireNonNull(measured.enter(target, false));
            time.passMillis(millis);
            permit.began();
            permit.answered(1);
        }
    }

    private @Nullable Why why(Target target) {
        return health.standing(target) instanceof Standing.Held held ? held.why() : null;
    }

    private Standing.Held held(Target target) {
        return (Standing.Held) health.standing(target);
    }
}
