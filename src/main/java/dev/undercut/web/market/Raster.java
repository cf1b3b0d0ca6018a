package dev.undercut.web.market;

import java.util.Arrays;
import java.util.Locale;

/** A field of characters for a terminal, with labels beside it and a caption below. */
final class Raster {
    /** Columns of the field, where there is room. */
    static final int WIDTH = 66;

    private static final int LEAST = 24;

    private static final int HEIGHT = 16;
    private static final int LABEL = 10;

    private final double low;
    private final double high;
    private final int width;
    private final char[][] field;
    private final String[] labels = new String[HEIGHT];

    /** An empty field for values in that range. */
    Raster(double low, double high) {
        this(low, high, WIDTH);
    }

    Raster(double low, double high, int width) {
        this.low = low;
        this.high = high;
        this.width = width;
        this.field = new char[HEIGHT][width];
        for (char[] row : field) {
            Arrays.fill(row, ' ');
        }
        Arrays.fill(labels, "");
    }

    /** The columns of a field whose drawing has at the most so many. */
    static int width(int columns) {
        return Math.max(LEAST, Math.min(WIDTH, columns - LABEL - 2));
    }

    /**
     * Marks a value; one outside of the range is left out.
     *
     * @param x column from 0
     */
    void put(int x, double value, char mark) {
        long y = row(value);
        if (y >= 0 && y < HEIGHT) {
            field[(int) y][x] = mark;
        }
    }

    /** Writes beside the row that is nearest to a value. */
    void label(double value, String text) {
        labels[(int) row(value)] = text;
    }

    private long row(double value) {
        return Math.round((high - value) / (high - low) * (HEIGHT - 1));
    }

    /** The drawing. */
    String framed(String left, String legend, String right) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < HEIGHT; y++) {
            text.append(String.format(Locale.ROOT, "%" + LABEL + "s ", labels[y]))
                    .append(labels[y].isEmpty() ? '│' : '┤')
                    .append(new String(field[y]).stripTrailing())
                    .append('\n');
        }
        int free = Math.max(2, width - left.length() - right.length() - legend.length());
        return text.append(" ".repeat(LABEL + 1))
                .append('└')
                .append("─".repeat(width))
                .append('\n')
                .append(" ".repeat(LABEL + 2))
                .append(left)
                .append(" ".repeat(free / 2))
                .append(legend)
                .append(" ".repeat(free - free / 2))
                .append(right)
                .append('\n')
                .toString();
    }
}
