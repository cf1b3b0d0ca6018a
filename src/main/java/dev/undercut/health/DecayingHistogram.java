package dev.undercut.health;

import java.util.Map;
import java.util.TreeMap;

/**
 * Quantiles of what was seen lately, in bounded memory: buckets that grow by a tenth, so a quantile
 * is right to about five percent, with weights that halve in a half-life. Weights grow forward
 * instead of shrinking (G. Cormode et al., "Forward Decay", ICDE 2009), so that noting costs one
 * addition.
 *
 * <p>Not safe for use by many threads; its owner locks.
 */
final class DecayingHistogram {
    private static final double GROWTH = 1.1;
    private static final double LOG_GROWTH = Math.log(GROWTH);
    private static final double LARGEST_WEIGHT = 1e12;

    private final double least;
    private final double halfLifeNanos;
    private final double[] weights;
    private double total;
    private long landmark;

    /**
     * An empty one.
     *
     * @param least the smallest value told apart, above 0
     * @param most the largest
     */
    DecayingHistogram(double least, double most, double halfLifeNanos, long now) {
        this.least = least;
        this.halfLifeNanos = halfLifeNanos;
        this.weights = new double[(int) Math.ceil(Math.log(most / least) / LOG_GROWTH) + 2];
        this.landmark = now;
    }

    void add(double value, long now) {
        double weight = weightAt(now);
        if (weight > LARGEST_WEIGHT) {
            rescale(now, weight);
            weight = 1;
        }
        weights[bucket(value)] += weight;
        total += weight;
    }

    /** How many values there are, the older ones counting less. */
    double count(long now) {
        return total / weightAt(now);
    }

    /**
     * The value that the share {@code q} lies below, at the middle of its bucket.
     *
     * @throws IllegalStateException when there is none
     */
    double quantile(double q) {
        if (total <= 0) {
            throw new IllegalStateException("no value yet");
        }
        double below = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                below += weights[i];
                if (below >= q * total) {
                    break;
                }
            }
        }
        return last == 0 ? least : least * Math.pow(GROWTH, last - 0.5);
    }

    /** Bucket to count as of now, only what is still worth something. */
    Map<Integer, Double> counts(long now) {
        Map<Integer, Double> counts = new TreeMap<>();
        double unit = weightAt(now);
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] / unit >= 0.001) {
                counts.put(i, weights[i] / unit);
            }
        }
        return counts;
    }

    /** Takes counts of an earlier life, each multiplied by {@code factor}. */
    void take(Map<Integer, Double> counts, double factor, long now) {
        double unit = weightAt(now) * factor;
        counts.forEach((bucket, count) -> {
            if (bucket >= 0 && bucket < weights.length && count > 0) {
                weights[bucket] += count * unit;
                total += count * unit;
            }
        });
    }

    double halfLifeNanos() {
        return halfLifeNanos;
    }

    private int bucket(double value) {
        if (value <= least) {
            return 0;
        }
        int bucket = (int) (Math.log(value / least) / LOG_GROWTH) + 1;
        return Math.min(bucket, weights.length - 1);
    }

    private double weightAt(long now) {
        return Math.pow(2, (now - landmark) / halfLifeNanos);
    }

    private void rescale(long now, double weight) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= weight;
        }
        total /= weight;
        landmark = now;
    }
}
