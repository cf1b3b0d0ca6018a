package dev.undercut.market.capability;

import java.util.function.IntPredicate;

/** How much a row counts before anything is fitted. */
final class Weights {
    private Weights() {}

    /**
     * Rows that are kept: the k rows of one family at a node weigh 1/k each, because releases of
     * one test are not independent, and a claim a part of that.
     */
    static double[] of(Table table, Method method, IntPredicate keep) {
        int[] rowsOfCell = new int[table.nodeOfCell.length];
        for (int row = 0; row < table.rows(); row++) {
            if (keep.test(row)) {
                rowsOfCell[table.cell[row]]++;
            }
        }
        double claim = method.number("claim_weight");
        double[] weights = new double[table.rows()];
        for (int row = 0; row < weights.length; row++) {
            if (keep.test(row)) {
                weights[row] = (table.claimed[row] ? claim : 1.0) / rowsOfCell[table.cell[row]];
            }
        }
        return weights;
    }

    /** The same weights with each family's part of the evidence made more or less. */
    static double[] byFamily(Table table, double[] weights, double[] ofFamily) {
        double[] changed = weights.clone();
        for (int row = 0; row < changed.length; row++) {
            changed[row] *= ofFamily[table.family[row]];
        }
        return changed;
    }
}
