package dev.undercut.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Durations in nanoseconds, kept whole so that percentiles are exact. Not safe for threads. */
final class Samples {
    private long[] nanos = new long[4096];
    private int count;
    private boolean sorted;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
        sorted = false;
    }

    void addAll(Samples others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /** The smallest sample that {@code percent} of all samples do not exceed; NaN when empty. */
    double microsAt(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        if (!sorted) {
            Arrays.sort(nanos, 0, count);
            sorted = true;
        }
        int rank = (int) Math.ceil(percent / 100 * count);
        return nanos[Math.clamp(rank - 1, 0, count - 1)] / 1000.0;
    }

    /** p50, p90, p99 and max in microseconds, each name ending in {@code _us}. */
    Map<String, Object> summary(String prefix) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(prefix + "p50_us", microsAt(50));
        map.put(prefix + "p90_us", microsAt(90));
        map.put(prefix + "p99_us", microsAt(99));
        map.put(prefix + "max_us", microsAt(100));
        return map;
    }
}
