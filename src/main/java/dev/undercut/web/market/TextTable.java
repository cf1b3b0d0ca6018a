package dev.undercut.web.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.web.market.MarketTable.Column;
import java.util.ArrayList;
import java.util.List;

/** Rows of JSON as a table for a terminal: numbers to the right, the rest to the left. */
final class TextTable {
    private static final int WIDEST = 48;

    private TextTable() {}

    static String of(JsonNode rows, List<Column> columns) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::header).toList());
        boolean[] numbers = new boolean[columns.size()];
        for (JsonNode row : rows) {
            List<String> line = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                JsonNode node = row.at("/" + columns.get(i).path().replace('.', '/'));
                numbers[i] |= node.isNumber();
                line.add(shortened(node));
            }
            cells.add(line);
        }
        int[] widths = new int[columns.size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : cells) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String gap = " ".repeat(widths[i] - line.get(i).length());
                out.append(i == 0 ? "" : "  ");
                out.append(numbers[i] ? gap + line.get(i) : line.get(i) + gap);
            }
            text.append(out.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String shortened(JsonNode node) {
        String text = Csv.cell(node);
        if (text.isEmpty()) {
            return "-";
        }
        return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
    }
}
