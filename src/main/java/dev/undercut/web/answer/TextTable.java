package dev.undercut.web.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.web.answer.AnswerTable.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of JSON as a table for a terminal: numbers to the right and rounded to what an eye can use,
 * the rest to the left and wrapped where the terminal is too narrow. Nothing is cut.
 */
final class TextTable {
    private static final int NARROWEST = 14;
    private static final String GAP = "  ";
    private static final String NOTHING = "-";

    private TextTable() {}

    /**
     * The table.
     *
     * @param width columns of the terminal, where columns without any value are left out; 0 for as
     *     wide as it gets, one line for each row
     */
    static String of(JsonNode rows, List<Column> all, int width) {
        List<Column> columns = width == 0 ? all : all.stream().filter(c -> says(c, rows)).toList();
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::header).toList());
        boolean[] numbers = new boolean[columns.size()];
        for (JsonNode row : rows) {
            List<String> line = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                JsonNode node = columns.get(i).of(row);
                numbers[i] |= node.isNumber();
                String text = columns.get(i).shape().write(node);
                line.add(text.isEmpty() ? NOTHING : text);
            }
            cells.add(line);
        }
        int[] widths = fitted(cells, numbers, width);
        StringBuilder text = new StringBuilder();
        for (List<String> line : cells) {
            write(text, line, numbers, widths);
        }
        return text.toString();
    }

    private static boolean says(Column column, JsonNode rows) {
        for (JsonNode row : rows) {
            if (!column.shape().write(column.of(row)).isEmpty()) {
                return true;
            }
        }
        return rows.isEmpty();
    }

    /** The widest column of words gives way first. */
    private static int[] fitted(List<List<String>> cells, boolean[] numbers, int width) {
        int[] widths = new int[numbers.length];
        int total = -GAP.length();
        for (int i = 0; i < widths.length; i++) {
            for (List<String> line : cells) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
            total += widths[i] + GAP.length();
        }
        for (; width > 0 && total > width; total--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean gives = !numbers[i] && widths[i] > NARROWEST;
                if (gives && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static void write(
            StringBuilder text, List<String> line, boolean[] numbers, int[] widths) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            List<String> parts = wrapped(line.get(i), widths[i]);
            wrapped.add(parts);
            height = Math.max(height, parts.size());
        }
        for (int y = 0; y < height; y++) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String part = y < wrapped.get(i).size() ? wrapped.get(i).get(y) : "";
                String pad = " ".repeat(widths[i] - part.length());
                out.append(i == 0 ? "" : GAP).append(numbers[i] ? pad + part : part + pad);
            }
            text.append(out.toString().stripTrailing()).append('\n');
        }
    }

    /** Broken after a space, else after a mark within a name, else where the line ends. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int end = rest.lastIndexOf(' ', width);
            for (int i = width - 1; end <= 0 && i > width / 2; i--) {
                end = "-/.:_".indexOf(rest.charAt(i)) >= 0 ? i + 1 : end;
            }
            end = end <= 0 ? width : end;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
