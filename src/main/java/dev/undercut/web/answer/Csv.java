package dev.undercut.web.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Rows of JSON as RFC 4180 CSV: a nested field gets a name with dots, a list is joined by {@code ;
 * }, what is not known is empty.
 */
final class Csv {
    private static final String LINE = "\r\n";

    private Csv() {}

    static String of(JsonNode rows) {
        List<Map<String, String>> flat = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode row : rows) {
            Map<String, String> cells = new LinkedHashMap<>();
            flatten("", row, cells);
            flat.add(cells);
            names.addAll(cells.keySet());
        }
        StringBuilder csv = new StringBuilder();
        line(csv, List.copyOf(names));
        for (Map<String, String> cells : flat) {
            line(csv, names.stream().map(name -> cells.getOrDefault(name, "")).toList());
        }
        return csv.toString();
    }

    private static void line(StringBuilder csv, List<String> cells) {
        StringJoiner line = new StringJoiner(",");
        cells.forEach(cell -> line.add(quoted(cell)));
        csv.append(line).append(LINE);
    }

    /**
     * Quoted where it must be. A text that a spreadsheet would take for a formula gets an
     * apostrophe: ids and sources come from strangers.
     */
    private static String quoted(String cell) {
        String safe = !cell.isEmpty() && "=+@\t".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static void flatten(String path, JsonNode node, Map<String, String> cells) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field ->
                            flatten(
                                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                                    field.getValue(),
                                    cells));
        } else {
            cells.put(path, cell(node));
        }
    }

    /** One value as text, without quotes. */
    static String cell(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return "";
        }
        if (node.isNumber()) {
            return node.decimalValue().toPlainString();
        }
        if (node.isValueNode()) {
            return node.asText();
        }
        StringJoiner joined = new StringJoiner(node.isArray() ? "; " : " ");
        node.forEach(part -> joined.add(cell(part)));
        return joined.toString();
    }
}
