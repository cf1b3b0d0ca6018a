package dev.undercut.web.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Accuracy from 0 to 100 % against dollars for a terminal, the dollars on a logarithmic axis. */
public final class CostPlot {
    private static final int QUARTERS = 4;

    private final List<Mark> marks = new ArrayList<>();

    private record Mark(double usd, double accuracy, char sign) {}

    /**
     * Adds a point.
     *
     * @param usd above 0; others are left out
     * @param accuracy 0 to 1
     * @param sign how its curve is drawn
     */
    public CostPlot add(double usd, double accuracy, char sign) {
        if (usd > 0) {
            marks.add(new Mark(usd, accuracy, sign));
        }
        return this;
    }

    /**
     * The drawing; empty with fewer than two points.
     *
     * @param legend what the signs mean
     */
    public String draw(String legend) {
        if (marks.size() < 2) {
            return "";
        }
        double least = marks.stream().mapToDouble(Mark::usd).min().orElse(1);
        double most = marks.stream().mapToDouble(Mark::usd).max().orElse(1);
        double span = Math.max(Math.log10(most) - Math.log10(least), 1e-9);
        Raster raster = new Raster(0, 1);
        for (int quarter = 0; quarter <= QUARTERS; quarter++) {
            raster.label((double) quarter / QUARTERS, 100 * quarter / QUARTERS + " %");
        }
        for (Mark mark : marks) {
            double share = (Math.log10(mark.usd()) - Math.log10(least)) / span;
            raster.put((int) Math.round(share * (Raster.WIDTH - 1)), mark.accuracy(), mark.sign());
        }
        return raster.framed(dollars(least), legend, dollars(most));
    }

    private static String dollars(double usd) {
        return String.format(Locale.ROOT, "$%.2g", usd);
    }
}
