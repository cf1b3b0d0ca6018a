package dev.undercut.market.analysis;

import java.util.Optional;
import java.util.Set;

/** How good models are, on the capability index or on a benchmark. */
public interface Quality {
    /** The name under which the capability index stands among the benchmarks. */
    String CI = "ci";

    /**
     * A model's place on a scale.
     *
     * @param value points, percent or Elo
     * @param standardError in the same unit; zero where the scale states none
     * @param provisional whether it rests on little
     */
    record Score(double value, double standardError, boolean provisional) {}

    /** The model's score on {@link #CI} or a benchmark's slug; empty when nobody measured it. */
    Optional<Score> score(String model, String measure);

    /** The probability that the model's capability index is at least {@code floor}. */
    double probabilityAtLeast(String model, double floor);

    /**
     * The probability that the first is at least as capable as the second, on the difference of the
     * two; zero when either is unrated.
     */
    double probabilityAtLeast(String model, String other);

    /** {@link #CI} and every benchmark with a score. */
    Set<String> measures();
}
