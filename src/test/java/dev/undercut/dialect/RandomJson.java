package dev.undercut.dialect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes JSON as oddly as the grammar allows: numbers, escapes, white space, unicode. */
public final class RandomJson {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "1.0E+2",
        "1e-7",
        "0.1",
        "123456789012345678901234567890",
        "-5",
        "3.1400",
        "1E0",
        "9007199254740993",
        "2.50"
    };
    private static final String[] PIECES = {
        "a",
        "Z",
        " ",
        "é",
        "日本",
        "😀",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e9",
        "\\ud83d\\ude00",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "'",
        "\\t",
        "\\b",
        "\\u0000",
        "undercut",
        "\\\"model\\\":",
        "\\\"usage\\\":",
        "\u2028",
        "\\f"
    };
    private final Random random;

    public RandomJson(Random random) {
        this.random = random;
    }

    /** White space, mostly none. */
    public String space() {
        StringBuilder space = new StringBuilder();
        while (random.nextInt(3) == 0) {
            space.append(" \n\r\t".charAt(random.nextInt(4)));
        }
        return space.toString();
    }

    /** A string with its quotes. */
    public String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.append('"').toString();
    }

    /** Any value. */
    public String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> "true";
            case 2 -> "null";
            case 3, 4 -> string();
            case 5 -> list(depth - 1);
            default -> object(fields(depth - 1));
        };
    }

    /** Fields of names that nobody knows. */
    public List<String> fields(int depth) {
        List<String> fields = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            fields.add(field("\"f" + i + string().substring(1), value(depth)));
        }
        return fields;
    }

    public String field(String quotedName, String value) {
        return quotedName + space() + ":" + space() + value;
    }

    /** An object of those fields, in an order of its own. */
    public String object(List<String> fields) {
        List<String> shuffled = new ArrayList<>(fields);
        Collections.shuffle(shuffled, random);
        return ordered(shuffled);
    }

    /** An object of those fields as they stand. */
    public String ordered(List<String> fields) {
        return "{" + joined(fields) + "}";
    }

    public String joined(List<String> parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append(text.isEmpty() ? "" : ",").append(space()).append(part).append(space());
        }
        return text.isEmpty() ? space() : text.toString();
    }

    private String list(int depth) {
        List<String> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(depth));
        }
        return "[" + joined(values) + "]";
    }

    public <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public boolean sometimes() {
        return random.nextInt(3) == 0;
    }
}
