package dev.undercut.market;

import org.jspecify.annotations.Nullable;

/** What the uncertain scale adds to the error of one place on it; shared with all other places. */
public final class ScaleError {
    /** Of an index that somebody states: it has no part in the scale's error. */
    public static final ScaleError NONE = new ScaleError(null, 0);

    private final @Nullable ScaleDraws draws;
    private final int row;

    ScaleError(@Nullable ScaleDraws draws, int row) {
        this.draws = draws;
        this.row = row;
    }

    /** The draws of the place, in steps of {@link ScaleDraws#STEP} points; none when not drawn. */
    public short[] draws() {
        return draws == null ? new short[0] : draws.row(row);
    }

    /** In squared points. */
    public double variance() {
        return draws == null ? 0 : draws.variance(row);
    }

    /**
     * Of the difference of this place and another, in squared points. Of places that were not drawn
     * together nothing cancels: their variances add.
     */
    public double varianceOfDifference(ScaleError other) {
        return draws != null && draws == other.draws
                ? draws.varianceOfDifference(row, other.row)
                : variance() + other.variance();
    }
}
