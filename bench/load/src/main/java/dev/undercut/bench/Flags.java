package dev.undercut.bench;

import java.util.HashMap;
import java.util.Map;

/** {@code --name value} pairs of a command line; a name without a value means {@code true}. */
record Flags(Map<String, String> values) {
    static Flags of(String[] args) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                throw new IllegalArgumentException("not a flag: " + args[i]);
            }
            boolean valued = i + 1 < args.length && !args[i + 1].startsWith("--");
            values.put(args[i].substring(2), valued ? args[i + 1] : "true");
            i += valued ? 1 : 0;
        }
        return new Flags(values);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    boolean on(String name) {
        return Boolean.parseBoolean(values.get(name));
    }
}
