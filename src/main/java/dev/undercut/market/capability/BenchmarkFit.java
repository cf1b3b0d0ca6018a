package dev.undercut.market.capability;

/**
 * What a fit found out about a benchmark.
 *
 * @param benchmark which
 * @param rows scores that were used
 * @param models models that they are of
 * @param slope of a share: its slope against the references' geometric mean of 1; of an open scale:
 *     its own units for each logit
 * @param difficulty of a share: the index at which half of what guessing leaves is solved; of an
 *     open scale: its value at the anchor
 * @param noise of a share: residual variance over p(1-p); of an open scale: residual standard
 *     deviation in its own unit
 */
public record BenchmarkFit(
        Benchmark benchmark, int rows, int models, double slope, double difficulty, double noise) {}
