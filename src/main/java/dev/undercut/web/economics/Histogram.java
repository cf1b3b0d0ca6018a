package dev.undercut.web.economics;

import dev.undercut.web.answer.Drawing;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * The margin of the user at each percentile, from the cheapest to the costliest, as bars above and
 * below zero. Bars grow with the sign-preserving square root: the costliest users lose thousands
 * where others bring a hundred.
 */
final class Histogram implements Drawing {
    private static final int BARS = 50;
    private static final int STEP = 100 / BARS;
    private static final int HEIGHT = 7;
    private static final int LABEL = 12;

    private final double[] margins = new double[BARS];

    /**
     * Of one hundred percentiles.
     *
     * @param marginAt USD a month of the user at a percentile
     */
    Histogram(IntToDoubleFunction marginAt) {
        for (int bar = 0; bar < BARS; bar++) {
            margins[bar] = marginAt.applyAsDouble(bar * STEP + STEP / 2);
        }
    }

    @Override
    public String draw() {
        double most = 0;
        double best = 0;
        double worst = 0;
        for (double margin : margins) {
            most = Math.max(most, Math.sqrt(Math.abs(margin)));
            best = Math.max(best, margin);
            worst = Math.min(worst, margin);
        }
        StringBuilder text =
                new StringBuilder("margin of a user by percentile of cost, USD/month\n");
        for (int row = HEIGHT; row >= -HEIGHT; row--) {
            String label =
                    row == HEIGHT
                            ? money(best)
                            : row == 0 ? "0" : row == -HEIGHT ? money(worst) : "";
            text.append(String.format(Locale.ROOT, "%" + LABEL + "s ", label));
            text.append(row == 0 ? '┼' : '│');
            StringBuilder line = new StringBuilder();
            for (double margin : margins) {
                double height = Math.signum(margin) * Math.sqrt(Math.abs(margin)) / most * HEIGHT;
                boolean filled = row > 0 ? height >= row - 0.5 : row < 0 && height <= row + 0.5;
                line.append(row == 0 ? '─' : filled ? '█' : ' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.append(" ".repeat(LABEL + 2))
                .append("cheapest")
                .append(" ".repeat(BARS - "cheapest".length() - "costliest".length()))
                .append("costliest\n")
                .toString();
    }

    private static String money(double usd) {
        return usd == 0 ? "" : String.format(Locale.ROOT, "%+.0f", usd);
    }
}
