package dev.undercut.dispatch.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.CallFailure;
import dev.undercut.dispatch.walk.Walk.Stage;
import dev.undercut.dispatch.walk.Walk.Step;
import dev.undercut.health.Standing;
import dev.undercut.health.Standing.Why;
import dev.undercut.money.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One request's way along its plan, in virtual time. */
class WalkTest {
    private static final CallFailure BUSY = new CallFailure.Overloaded("busy", 503);
    private static final CallFailure SILENT = new CallFailure.TimedOut("silent");
    private static final long START = 5_000_000_000L;
    private static final Standing READY = new Standing.Ready();

    private final Standing[] standings = new Standing[8];
    private long now = START;

    WalkTest() {
        Arrays.fill(standings, READY);
    }

    @Test
    void the_next_offer_is_called_at_once_and_each_one_once_before_any_twice() {
        Walk walk = walk(patience(6, 1), stage("1", false), stage("2", false), stage("2", false));
        assertThat(called(walk)).isEqualTo(0);
        fail(walk, 0, BUSY);
        assertThat(called(walk)).isEqualTo(1);
        fail(walk, 1, BUSY);
        assertThat(called(walk)).isEqualTo(2);
        fail(walk, 2, BUSY);
        assertThat(walk.next(now)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void a_short_wait_comes_before_a_model_that_was_not_asked_for() {
        Walk walk = walk(patience(6, 1), stage("1", false), stage("1", true));
        called(walk);
        fail(walk, 0, limited(Duration.ofSeconds(2)));
        waits(walk, Duration.ofSeconds(2), Duration.ofMillis(2200));
        assertThat(called(walk)).isEqualTo(0);
        fail(walk, 0, limited(Duration.ofSeconds(2)));
        assertThat(called(walk)).as("one retry, then the substitute").isEqualTo(1);
    }

    @Test
    void a_wish_beyond_our_patience_is_not_waited_for() {
        Walk walk = walk(patience(6, 3), stage("1", false), stage("1", true));
        called(walk);
        fail(walk, 0, limited(Duration.ofSeconds(6)));
        assertThat(called(walk)).isEqualTo(1);
        fail(walk, 1, limited(Duration.ofDays(9)));
        assertThat(walk.next(now)).isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void a_short_pause_comes_before_a_price_several_times_higher() {
        Walk walk = walk(patience(6, 1), stage("1", false), stage("4", false));
        called(walk);
        fail(walk, 0, BUSY);
        waits(walk, Duration.ofMillis(20), Duration.ofMillis(500));
        assertThat(called(walk)).isEqualTo(0);
        fail(walk, 0, BUSY);
        assertThat(called(walk)).isEqualTo(1);
    }

    @Test
    void who_was_silent_is_not_asked_again() {
        Walk walk = walk(patience(6, 5), stage("1", false), stage("9", true));
        called(walk);
        fail(walk, 0, SILENT);
        assertThat(called(walk)).isEqualTo(1);
        fail(walk, 1, SILENT);
        assertThat(walk.next(now)).isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void pauses_double_and_are_spread() {
        long[] longest = new long[4];
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            Walk walk = walk(patience(9, 4), random, null, stage("1", false));
            for (int i = 0; i < 4; i++) {
                called(walk);
                fail(walk, 0, BUSY);
                long until = ((Step.Wait) walk.next(now)).untilNanos();
                longest[i] = Math.max(longest[i], until - now);
                now = until;
            }
        }
        for (int i = 0; i < 4; i++) {
            long bound = Duration.ofMillis(500).toNanos() << i;
            assertThat(longest[i]).isBetween(bound * 9 / 10, bound);
        }
    }

    @Test
    void a_refused_request_ends_the_walk_and_a_too_long_one_does_not() {
        Walk walk = walk(patience(6, 1), stage("1", false), stage("1", true), stage("1", true));
        called(walk);
        fail(walk, 0, new CallFailure.TooLong("too long", 400, new byte[0]));
        assertThat(called(walk)).isEqualTo(1);
        fail(walk, 1, new CallFailure.BadRequest("no", 400, new byte[0]));
        assertThat(walk.next(now)).isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void an_offer_that_is_held_back_is_passed_over_and_called_when_nobody_else_is_left() {
        standings[0] = held(Why.OPEN, Duration.ofSeconds(20));
        Walk walk = walk(patience(6, 0), stage("1", false), stage("1", true));
        assertThat(called(walk)).isEqualTo(1);
        fail(walk, 1, BUSY);
        assertThat(walk.next(now)).isEqualTo(new Step.Call(0, true));
    }

    @Test
    void a_wish_to_wait_of_another_request_is_waited_for_when_it_is_short() {
        standings[0] = held(Why.ASKED_TO_WAIT, Duration.ofSeconds(3));
        Walk walk = walk(patience(6, 0), stage("1", false));
        waits(walk, Duration.ofSeconds(3), Duration.ofSeconds(3));
        standings[0] = READY;
        assertThat(called(walk)).isEqualTo(0);
        standings[0] = held(Why.ASKED_TO_WAIT, Duration.ofSeconds(30));
        assertThat(walk(patience(6, 0), stage("1", false)).next(now))
                .isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void room_is_waited_for_as_long_as_patience_lasts() {
        standings[0] = held(Why.FULL, Duration.ofMillis(100));
        Walk walk = walk(patience(6, 0), stage("1", false));
        long began = now;
        while (walk.next(now) instanceof Step.Wait(long until)) {
            now = until;
        }
        assertThat(now - began)
                .isBetween(Duration.ofSeconds(4).toNanos(), Duration.ofSeconds(5).toNanos());
    }

    @Test
    void without_a_key_there_is_nothing_to_wait_for() {
        standings[0] = held(Why.KEY_REJECTED, Duration.ofSeconds(1));
        assertThat(walk(patience(6, 0), stage("1", false)).next(now))
                .isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void another_key_is_tried_at_once_while_the_evidence_knows_one() {
        Walk walk = walk(patience(6, 0), stage("1", false), stage("1", false));
        called(walk);
        fail(walk, 0, new CallFailure.Unauthorized("bad", 401));
        assertThat(called(walk)).isEqualTo(0);
        standings[0] = held(Why.KEY_REJECTED, Duration.ofMinutes(1));
        fail(walk, 0, new CallFailure.OutOfCredit("spent", 402));
        assertThat(called(walk)).isEqualTo(1);
    }

    @Test
    void an_offer_without_words_for_the_request_costs_no_attempt() {
        Walk walk = walk(patience(1, 0), stage("1", false), stage("1", false));
        assertThat(walk.next(now)).isEqualTo(new Step.Call(0, false));
        walk.unsupported(0);
        assertThat(called(walk)).isEqualTo(1);
    }

    @Test
    void what_was_spent_is_not_spent_again() {
        Walk walk =
                walk(
                        patience(6, 0),
                        new Random(1),
                        Usd.parse("3"),
                        stage("1", false),
                        stage("2", false));
        called(walk);
        walk.spent(Usd.parse("1.5"));
        fail(walk, 0, BUSY);
        assertThat(walk.next(now)).isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void the_time_of_the_whole_request_bounds_everything() {
        Walk walk = walk(patience(6, 5), stage("1", false), stage("1", false));
        called(walk);
        now += Duration.ofSeconds(59).toNanos();
        assertThat(walk.firstTokenBy(now)).isEqualTo(walk.endBy());
        fail(walk, 0, limited(Duration.ofSeconds(2)));
        now += Duration.ofSeconds(1).toNanos();
        assertThat(walk.next(now)).isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void beside_a_late_offer_the_next_ready_and_cheap_one_may_be_asked() {
        Walk walk =
                walk(
                        patience(3, 0),
                        stage("0.001", false),
                        stage("9", false),
                        stage("0.002", false));
        called(walk);
        assertThat(walk.beside(0)).as("the next one is too dear").isEmpty();
        standings[1] = held(Why.FULL, Duration.ZERO);
        assertThat(walk.beside(0)).hasValue(2);
        standings[2] = held(Why.OPEN, Duration.ZERO);
        assertThat(walk.beside(0)).isEmpty();
    }

    /** Whatever happens, in whatever order. */
    @Property(tries = 2000)
    void no_walk_goes_beyond_its_means(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int offers) {
        Random random = new Random(seed);
        List<Stage> stages = stages(random, offers);
        Patience patience = patience(1 + random.nextInt(6), random.nextInt(4));
        Usd most = random.nextBoolean() ? null : Usd.parse(String.valueOf(random.nextInt(15)));
        long[] forbiddenUntil = new long[offers];
        boolean[] dead = new boolean[offers];
        boolean[] open = new boolean[offers];
        Walk walk =
                new Walk(
                        stages,
                        patience,
                        most,
                        i -> open[i] ? held(Why.OPEN, Duration.ofSeconds(9)) : READY,
                        random,
                        now);
        Usd spent = Usd.ZERO;
        int calls = 0;
        int steps = 0;
        while (!(walk.next(now) instanceof Step.GiveUp)) {
            assertThat(steps++).as("ends").isLessThan(200);
            shuffle(open, random);
            Step step = walk.next(now);
            if (step instanceof Step.Wait(long until)) {
                assertThat(until - now).isBetween(1L, patience.longestWait().toNanos() + 1);
                now = until;
                continue;
            }
            if (!(step instanceof Step.Call(int offer, boolean lastResort))) {
                break;
            }
            assertThat(lastResort).isEqualTo(open[offer]);
            assertThat(dead[offer]).as("asked again").isFalse();
            assertThat(now).as("before its time").isGreaterThanOrEqualTo(forbiddenUntil[offer]);
            if (most != null) {
                assertThat(spent.plus(Objects.requireNonNull(stages.get(offer).worst())))
                        .isLessThanOrEqualTo(most);
            }
            walk.started(offer);
            calls++;
            now += random.nextInt(2_000_000_000);
            CallFailure failure = any(random);
            if (failure instanceof CallFailure.RateLimited limited
                    && limited.retryAfter() != null) {
                forbiddenUntil[offer] = now + limited.retryAfter().toNanos();
            }
            dead[offer] |= isFinal(failure);
            if (random.nextInt(4) == 0) {
                Usd cost = Objects.requireNonNull(stages.get(offer).worst());
                spent = spent.plus(cost);
                walk.spent(cost);
            }
            walk.failed(offer, failure, now);
            assertThat(failure.tryNextOffer() || walk.next(now) instanceof Step.GiveUp).isTrue();
        }
        assertThat(calls).isLessThanOrEqualTo(patience.attempts());
    }

    private static List<Stage> stages(Random random, int offers) {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < offers; i++) {
            stages.add(stage(String.valueOf(1 + random.nextInt(9)), random.nextBoolean()));
        }
        return stages;
    }

    private static void shuffle(boolean[] open, Random random) {
        for (int i = 0; i < open.length; i++) {
            open[i] = random.nextInt(5) == 0;
        }
    }

    private static boolean isFinal(CallFailure failure) {
        return failure instanceof CallFailure.TimedOut || failure instanceof CallFailure.NotServed;
    }

    private static CallFailure any(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> limited(Duration.ofMillis(random.nextInt(9000)));
            case 2 -> limited(null);
            case 3, 4 -> BUSY;
            case 5 -> new CallFailure.Unreachable("gone");
            case 6 -> SILENT;
            case 7 -> new CallFailure.NotServed("no", 404);
            case 8 -> new CallFailure.Broken("html", 200);
            default -> new CallFailure.BadRequest("no", 400, new byte[0]);
        };
    }

    private static CallFailure limited(@Nullable Duration retryAfter) {
        return new CallFailure.RateLimited("slow down", 429, retryAfter);
    }

    private int called(Walk walk) {
        Step step = walk.next(now);
        assertThat(step).isInstanceOf(Step.Call.class);
        int offer = ((Step.Call) step).offer();
        walk.started(offer);
        return offer;
    }

    private void fail(Walk walk, int offer, CallFailure failure) {
        walk.failed(offer, failure, now);
    }

    private void waits(Walk walk, Duration least, Duration most) {
        Step step = walk.next(now);
        assertThat(step).isInstanceOf(Step.Wait.class);
        long until = ((Step.Wait) step).untilNanos();
        assertThat(until - now).isBetween(least.toNanos(), most.toNanos());
        now = until;
    }

    private Standing held(Why why, Duration left) {
        return new Standing.Held(why, now + left.toNanos());
    }

    private static Stage stage(String usd, boolean substitute) {
        return new Stage(Usd.parse(usd), Usd.parse(usd), substitute);
    }

    private Walk walk(Patience patience, Stage... stages) {
        return walk(patience, new Random(3), null, stages);
    }

    private Walk walk(Patience patience, Random random, @Nullable Usd most, Stage... stages) {
        return new Walk(List.of(stages), patience, most, i -> standings[i], random, now);
    }

    private static Patience patience(int attempts, int retries) {
        return new Patience(
                attempts,
                retries,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                null,
                Duration.ofSeconds(60),
                new Patience.Hedge(true, Usd.parse("0.01"), 0.1),
                true,
                Duration.ofSeconds(15));
    }
}
