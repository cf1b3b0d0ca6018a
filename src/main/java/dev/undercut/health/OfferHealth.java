package dev.undercut.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** One offer: its lines by key, its speed, and whether it is left alone for being slow. */
final class OfferHealth {
    private static final int RECENT = 16;
    private static final long RECENT_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long LEAST_RATED_TOKENS = 8;

    private final String name;
    private final String provider;
    private final RandomGenerator random;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final SpeedMeter meter;
    private final long[] recent = new long[RECENT];
    private final long[] recentAt = new long[RECENT];
    private long recentCalls;
    private int ejections;
    private volatile List<String> keys = List.of();
    private boolean ejected;
    private long ejectedUntil;

    OfferHealth(String name, String provider, RandomGenerator random, long now) {
        this.name = name;
        this.provider = provider;
        this.random = random;
        this.meter = new SpeedMeter(now);
    }

    String name() {
        return name;
    }

    String provider() {
        return provider;
    }

    /** The provider's keys as of the last call. */
    List<String> keys() {
        return keys;
    }

    void keys(List<String> now) {
        keys = now;
    }

    SpeedMeter meter() {
        return meter;
    }

    Line line(String key) {
        Line line = lines.get(key);
        return line != null ? line : lines.computeIfAbsent(key, k -> new Line(random));
    }

    void firstToken(long nanos, long now) {
        meter.firstToken(nanos / 1e6, now);
        synchronized (this) {
            int slot = (int) (recentCalls % RECENT);
            recent[slot] = nanos;
            recentAt[slot] = now;
            recentCalls++;
        }
    }

    /** A short answer says more about the network than about the model. */
    void rate(long tokens, long nanos, long now) {
        if (tokens >= LEAST_RATED_TOKENS && nanos > 0) {
            meter.rate((tokens - 1) * 1e9 / nanos, now);
        }
    }

    /** The median of recent times to the first token; negative when there are too few. */
    synchronized long recentMedian(int leastCalls, long now) {
        int known = (int) Math.min(recentCalls, RECENT);
        long[] values = new long[known];
        int count = 0;
        for (int i = 0; i < known; i++) {
            if (now - recentAt[i] <= RECENT_NANOS) {
                values[count++] = recent[i];
            }
        }
        if (count < Math.min(leastCalls, RECENT) || count == 0) {
            return -1;
        }
        Arrays.sort(values, 0, count);
        return values[count / 2];
    }

    synchronized boolean isEjected(long now) {
        if (ejected && now - ejectedUntil >= 0) {
            ejected = false;
        }
        return ejected;
    }

    /** Leaves it alone; what was measured counts no more, so that it is judged afresh later. */
    synchronized void eject(Duration shortest, Duration longest, long now) {
        long pause = Math.min(shortest.toNanos() << Math.min(ejections, 10), longest.toNanos());
        ejections++;
        ejected = true;
        ejectedUntil = now + pause;
        recentCalls = 0;
    }

    synchronized void steady() {
        ejections = 0;
    }
}
