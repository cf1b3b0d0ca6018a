package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import java.util.Optional;

/**
 * All models that reach a threshold: "GPT-4 class" is {@code ci>=50}.
 *
 * @param measure {@link Quality#CI} or a benchmark's slug
 * @param threshold the least that counts, in the measure's unit
 * @param confidence how sure it must be that a model's capability index reaches it, above 0, below
 *     1; benchmark scores state no error and count as they are
 */
public record QualityClass(String measure, double threshold, double confidence) {
    /** How sure one must be when nothing else is said. */
    public static final double CONFIDENCE = 0.8;

    private static final double SAME = 1e-9;

    /** The class with the usual confidence. */
    public QualityClass(String measure, double threshold) {
        this(measure, threshold, CONFIDENCE);
    }

    /**
     * Whether a model belongs to it. The model whose index is the threshold defines the class and
     * belongs to it, though half of its error lies below.
     */
    public boolean includes(Quality quality, String model) {
        Optional<Score> score = quality.score(model, measure);
        if (score.isEmpty()) {
            return false;
        }
        double value = score.get().value();
        if (!measure.equals(Quality.CI)) {
            return value >= threshold;
        }
        return Math.abs(value - threshold) < SAME
                || quality.probabilityAtLeast(model, threshold) >= confidence;
    }

    /** {@code ci>=50}. */
    public String label() {
        String number =
                threshold == Math.rint(threshold)
                        ? Long.toString((long) threshold)
                        : Double.toString(threshold);
        return measure + ">=" + number;
    }
}
