package dev.undercut.market;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Joint draws of many places on one capability scale: in each draw the whole scale is fitted anew
 * with other weights of the evidence, so a row holds how far one place moves in each.
 *
 * <p>What moves all places alike cancels in a difference; therefore the error of a difference is
 * taken from the draws of both and is often far smaller than either error. The variances of one
 * place against all others are computed once, on first use, because a router asks for them for
 * every model at every request.
 */
public final class ScaleDraws {
    /** A stored step in points. */
    public static final double STEP = 0.01;

    private final short[][] rows;
    private final double[] variances;
    private final AtomicReferenceArray<float[]> differences;

    /**
     * Takes draws over.
     *
     * @param rows one row a place, in steps of {@link #STEP} points, all of the same length of two
     *     or more
     */
    public ScaleDraws(short[][] rows) {
        this.rows = new short[rows.length][];
        this.variances = new double[rows.length];
        this.differences = new AtomicReferenceArray<>(rows.length);
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != rows[0].length || rows[row].length < 2) {
                throw new IllegalArgumentException("draws of a scale are rows of one length");
            }
            this.rows[row] = rows[row].clone();
            long sum = 0;
            long squares = 0;
            for (short draw : rows[row]) {
                sum += draw;
                squares += (long) draw * draw;
            }
            variances[row] = variance(sum, squares, rows[row].length);
        }
    }

    /** The error of the place in that row. */
    public ScaleError of(int row) {
        return new ScaleError(this, row);
    }

    /** A copy of the draws of one place, in steps of {@link #STEP} points. */
    public short[] row(int row) {
        return rows[row].clone();
    }

    double variance(int row) {
        return variances[row];
    }

    double varianceOfDifference(int row, int other) {
        float[] known = differences.get(row);
        if (known == null) {
            known = against(rows[row]);
            differences.set(row, known);
        }
        return known[other];
    }

    private float[] against(short[] base) {
        float[] found = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            long sum = 0;
            long squares = 0;
            short[] other = rows[row];
            for (int i = 0; i < base.length; i++) {
                int difference = other[i] - base[i];
                sum += difference;
                squares += (long) difference * difference;
            }
            found[row] = (float) variance(sum, squares, base.length);
        }
        return found;
    }

    private static double variance(long sum, long squares, int count) {
        double mean = (double) sum / count;
        double variance = ((double) squares - sum * mean) / (count - 1);
        return Math.max(0, variance) * STEP * STEP;
    }
}
