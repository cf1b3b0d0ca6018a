package dev.undercut.web.market;

import dev.undercut.web.answer.Drawing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Prices over time for a terminal, on a logarithmic axis, with a line where there is a trend. */
public final class LogPlot implements Drawing {
    private static final String LEGEND = "● lowest, USD/M  · trend";
    private static final String SHORT_LEGEND = "● USD/M · trend";

    private final List<Mark> marks = new ArrayList<>();
    private final @Nullable ToDoubleFunction<LocalDate> line;

    private record Mark(LocalDate day, double usd) {}

    /**
     * An empty plot.
     *
     * @param line USD on a day, or null
     */
    LogPlot(@Nullable ToDoubleFunction<LocalDate> line) {
        this.line = line;
    }

    /** Adds a price above zero. */
    LogPlot add(LocalDate day, double usd) {
        marks.add(new Mark(day, usd));
        return this;
    }

    /** The drawing; empty with fewer than two prices. */
    @Override
    public String draw() {
        return drawn(Raster.WIDTH);
    }

    @Override
    public String draw(int columns) {
        return drawn(Raster.width(columns));
    }

    private String drawn(int width) {
        if (marks.size() < 2) {
            return "";
        }
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Mark mark : marks) {
            low = Math.min(low, Math.log10(mark.usd()));
            high = Math.max(high, Math.log10(mark.usd()));
            first = Math.min(first, mark.day().toEpochDay());
            last = Math.max(last, mark.day().toEpochDay());
        }
        low = Math.floor(low);
        high = Math.max(Math.ceil(high), low + 1);
        last = Math.max(last, first + 1);
        Raster raster = new Raster(low, high, width);
        if (line != null) {
            for (int x = 0; x < width; x++) {
                LocalDate day = LocalDate.ofEpochDay(first + x * (last - first) / (width - 1));
                raster.put(x, Math.log10(line.applyAsDouble(day)), '·');
            }
        }
        for (Mark mark : marks) {
            long from = mark.day().toEpochDay() - first;
            int x = (int) (from * (width - 1) / (last - first));
            raster.put(x, Math.log10(mark.usd()), '●');
        }
        for (int power = (int) low; power <= high; power++) {
            raster.label(power, "$" + BigDecimal.ONE.scaleByPowerOfTen(power).toPlainString());
        }
        return raster.framed(
                LocalDate.ofEpochDay(first).toString(),
                width < Raster.WIDTH ? SHORT_LEGEND : LEGEND,
                LocalDate.ofEpochDay(last).toString());
    }
}
