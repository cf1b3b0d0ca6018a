package dev.undercut.market.capability;

import java.util.List;
import java.util.Map;

/**
 * All that a fit depends on.
 *
 * @param scores in any order
 * @param benchmarks by slug
 * @param method the definition of the scale and the priors
 */
public record Evidence(List<Score> scores, Map<String, Benchmark> benchmarks, Method method) {
    public Evidence {
        scores = List.copyOf(scores);
        benchmarks = Map.copyOf(benchmarks);
    }
}
