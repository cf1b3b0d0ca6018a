package dev.undercut.dispatch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dispatch.cache.CachedAnswer.Content;
import dev.undercut.dispatch.cache.ResponseCache.Settings;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResponseCacheTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final int KIB = 1024;
    private static final Settings ON = new Settings(true, 10 * KIB, 4 * KIB, Duration.ofHours(1));

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final ResponseCache cache = new ResponseCache(now::get);

    @BeforeEach
    void switchOn() {
        cache.use(ON);
    }

    @Test
    void a_new_one_keeps_nothing() {
        ResponseCache off = new ResponseCache(now::get);
        off.keep(key(1), answer(10));
        assertThat(off.find(key(1))).isNull();
    }

    @Test
    void an_answer_is_found_under_its_own_key_only() {
        CachedAnswer answer = answer(10);
        cache.keep(key(1), answer);
        assertThat(cache.find(key(1))).isSameAs(answer);
        assertThat(cache.find(key(2))).isNull();
        assertThat(cache.find(key(1).inOtherForm())).isNull();
        assertThat(cache.find(new CacheKey(key(1).request(), "other/model", null, false))).isNull();
        assertThat(cache.find(new CacheKey(key(1).request(), "alpha/mini", 16L, false))).isNull();
    }

    @Test
    void it_is_found_until_its_time_is_over_and_then_takes_no_room() {
        cache.keep(key(1), answer(10));
        now.set(START.plus(Duration.ofMinutes(60)).minusMillis(1));
        assertThat(cache.find(key(1))).isNotNull();
        now.set(START.plus(Duration.ofMinutes(60)));
        assertThat(cache.find(key(1))).isNull();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void the_one_unused_for_longest_makes_room() {
        for (int i = 0; i < 4; i++) {
            cache.keep(key(i), answer(KIB));
        }
        assertThat(cache.find(key(0))).isNotNull();
        cache.keep(key(4), answer(KIB));
        cache.keep(key(5), answer(KIB));
        assertThat(cache.find(key(0))).isNotNull();
        assertThat(cache.find(key(1))).isNull();
        assertThat(cache.find(key(5))).isNotNull();
        assertThat(cache.bytes()).isLessThanOrEqualTo(ON.maxBytes());
    }

    @Test
    void one_that_is_too_large_is_not_kept_and_drives_nobody_out() {
        cache.keep(key(1), answer(KIB));
        cache.keep(key(2), answer(4 * KIB + 1));
        assertThat(cache.find(key(1))).isNotNull();
        assertThat(cache.find(key(2))).isNull();
    }

    @Test
    void the_same_key_again_replaces_and_counts_once() {
        cache.keep(key(1), answer(2 * KIB));
        long before = cache.bytes();
        cache.keep(key(1), answer(2 * KIB));
        assertThat(cache.bytes()).isEqualTo(before);
    }

    @Test
    void other_settings_hold_at_once() {
        cache.keep(key(1), answer(KIB));
        cache.keep(key(2), answer(KIB));
        cache.use(new Settings(true, 3 * KIB, KIB, Duration.ofHours(1)));
        assertThat(cache.find(key(1))).isNull();
        assertThat(cache.find(key(2))).isNotNull();
        cache.use(Settings.OFF);
        cache.use(ON);
        assertThat(cache.find(key(2))).isNull();
        assertThat(cache.bytes()).isZero();
    }

    private static CacheKey key(long number) {
        return new CacheKey(new RequestDigest(number, 0, 0, 0), "alpha/mini", null, false);
    }

    private static CachedAnswer answer(int size) {
        LedgerEntry made =
                new LedgerEntry(
                        "req",
                        START,
                        5,
                        null,
                        "key_1",
                        "openai",
                        "mini",
                        "alpha",
                        "mini",
                        "up-mini",
                        false,
                        Outcome.OK,
                        200,
                        null,
                        StopReason.STOP,
                        Usage.of(10, 5),
                        UsageBasis.PROVIDER,
                        null,
                        Usd.ZERO,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        dev.undercut.ledger.Lineage.PLAIN);
        return new CachedAnswer(new Content.Passed(new byte[size], false), made, START);
    }
}
