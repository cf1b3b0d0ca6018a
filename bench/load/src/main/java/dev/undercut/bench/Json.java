package dev.undercut.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes maps, lists, strings, numbers and booleans as JSON; NaN becomes null. */
final class Json {
    private Json() {}

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, "\n");
        return out.toString();
    }

    private static void write(StringBuilder out, Object value, String newline) {
        switch (value) {
            case Map<?, ?> map -> writeMap(out, map, newline);
            case List<?> list -> writeList(out, list, newline);
            case Double d when !Double.isFinite(d) -> out.append("null");
            case Double d -> out.append(String.format(Locale.ROOT, "%.3f", d));
            case Number n -> out.append(n);
            case Boolean b -> out.append(b);
            default -> writeString(out, value.toString());
        }
    }

    private static void writeMap(StringBuilder out, Map<?, ?> map, String newline) {
        String inner = newline + "  ";
        String separator = "{" + inner;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            writeString(out, entry.getKey().toString());
            out.append(": ");
            write(out, entry.getValue(), inner);
            separator = "," + inner;
        }
        out.append(map.isEmpty() ? "{}" : newline + "}");
    }

    private static void writeList(StringBuilder out, List<?> list, String newline) {
        String inner = newline + "  ";
        String separator = "[" + inner;
        for (Object item : list) {
            out.append(separator);
            write(out, item, inner);
            separator = "," + inner;
        }
        out.append(list.isEmpty() ? "[]" : newline + "]");
    }

    private static void writeString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
