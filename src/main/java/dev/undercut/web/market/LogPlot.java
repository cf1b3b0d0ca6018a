package dev.undercut.web.market;

import dev.undercut.web.answer.Drawing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Prices over time for a terminal, on a logarithmic axis, with a line where there is a trend. */
public final class LogPlot implements Drawing {
    private static final int WIDTH = 66;
    private static final int HEIGHT = 16;
    private static final int LABEL = 10;
    private static final String LEGEND = "● lowest, USD/M  · trend";

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
        char[][] field = new char[HEIGHT][WIDTH];
        for (char[] row : field) {
            Arrays.fill(row, ' ');
        }
        if (line != null) {
            for (int x = 0; x < WIDTH; x++) {
                LocalDate day = LocalDate.ofEpochDay(first + x * (last - first) / (WIDTH - 1));
                put(field, x, Math.log10(line.applyAsDouble(day)), low, high, '·');
            }
        }
        for (Mark mark : marks) {
            int x = (int) ((mark.day().toEpochDay() - first) * (WIDTH - 1) / (last - first));
            put(field, x, Math.log10(mark.usd()), low, high, '●');
        }
        return framed(field, low, high)
                + caption(LocalDate.ofEpochDay(first), LocalDate.ofEpochDay(last));
    }

    private static void put(char[][] field, int x, double log, double low, double high, char mark) {
        long y = Math.round((high - log) / (high - low) * (HEIGHT - 1));
        if (y >= 0 && y < HEIGHT) {
            field[(int) y][x] = mark;
        }
    }

    /** With the powers of ten beside the rows that are nearest to them. */
    private static String framed(char[][] field, double low, double high) {
        String[] labels = new String[HEIGHT];
        for (int power = (int) low; power <= high; power++) {
            int y = (int) Math.round((high - power) / (high - low) * (HEIGHT - 1));
            labels[y] = "$" + BigDecimal.ONE.scaleByPowerOfTen(power).toPlainString();
        }
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < HEIGHT; y++) {
            String label = labels[y] == null ? "" : labels[y];
            text.append(String.format(Locale.ROOT, "%" + LABEL + "s ", label))
                    .append(labels[y] == null ? '│' : '┤')
                    .append(new String(field[y]).stripTrailing())
                    .append('\n');
        }
        return text.append(" ".repeat(LABEL + 1))
                .append('└')
                .append("─".repeat(WIDTH))
                .append('\n')
                .toString();
    }

    private static String caption(LocalDate first, LocalDate last) {
        String from = first.toString();
        String to = last.toString();
        int free = WIDTH - from.length() - to.length() - LEGEND.length();
        return " ".repeat(LABEL + 2)
                + from
                + " ".repeat(free / 2)
                + LEGEND
                + " ".repeat(free - free / 2)
                + to
                + "\n";
    }
}
