package dev.undercut.health;

import dev.undercut.health.HealthSettings.Ejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves alone who is much slower than others that sell the same model: outlier detection by the
 * ratio of medians. At most half of a model's offers are out at once, never the last one, and each
 * comes back after a while, to be judged by new calls alone (as in Envoy's outlier detection:
 * ejection times that grow, a cap on the share ejected).
 */
final class Ejector {
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long BETWEEN_LOOKS = Duration.ofMillis(200).toNanos();

    /** Differences that nobody feels eject nobody. */
    private static final long LEAST_DIFFERENCE = Duration.ofMillis(100).toNanos();

    private final List<OfferHealth> peers = new ArrayList<>();
    private long lookedAt;
    private boolean looked;

    synchronized void add(OfferHealth offer) {
        if (!peers.contains(offer)) {
            peers.add(offer);
        }
    }

    /** Ejects the slowest if it is due. */
    synchronized void look(Ejection settings, long now) {
        if (peers.size() < 2 || (looked && now - lookedAt < BETWEEN_LOOKS)) {
            return;
        }
        looked = true;
        lookedAt = now;
        int out = 0;
        OfferHealth slowest = null;
        long slowestMedian = -1;
        List<Long> others = new ArrayList<>();
        for (OfferHealth peer : peers) {
            if (peer.isEjected(now)) {
                out++;
                continue;
            }
            long median = peer.recentMedian(settings.leastCalls(), now);
            if (median < 0) {
                continue;
            }
            if (median > slowestMedian) {
                if (slowest != null) {
                    others.add(slowestMedian);
                }
                slowest = peer;
                slowestMedian = median;
            } else {
                others.add(median);
            }
        }
        boolean mayEject = 2 * (out + 1) <= peers.size();
        if (slowest != null && mayEject && isOutlier(settings, slowestMedian, others)) {
            slowest.eject(SHORTEST, LONGEST, now);
        }
    }

    private static boolean isOutlier(Ejection settings, long median, List<Long> others) {
        if (others.isEmpty()) {
            return false;
        }
        List<Long> sorted = others.stream().sorted().toList();
        long usual = sorted.get(sorted.size() / 2);
        return median > settings.factor() * usual && median - usual > LEAST_DIFFERENCE;
    }
}
