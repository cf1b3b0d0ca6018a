package dev.undercut.dialect;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys in the bytes of a JSON document without parsing it. Sound because a quote inside a
 * JSON string is always escaped: the bytes of {@code "key"} followed by a colon can only be a key.
 */
public final class JsonBytes {
    private final byte[] quoted;

    private JsonBytes(byte[] quoted) {
        this.quoted = quoted;
    }

    /** Looks for that key, at any depth. */
    public static JsonBytes key(String name) {
        return new JsonBytes(('"' + name + '"').getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Where the first such key starts (its quote), from {@code from} (in) to {@code to} (out); or
     * -1.
     */
    public int find(byte[] json, int from, int to) {
        int last = to - quoted.length;
        for (int at = from; at <= last; at++) {
            if (json[at] == '"'
                    && matches(json, at)
                    && (at == 0 || json[at - 1] != '\\')
                    && valueAt(json, at, to) >= 0) {
                return at;
            }
        }
        return -1;
    }

    /** Where the value of the key that starts at {@code key} begins; -1 when no colon follows. */
    public int valueAt(byte[] json, int key, int to) {
        int at = skipSpace(json, key + quoted.length, to);
        if (at >= to || json[at] != ':') {
            return -1;
        }
        return skipSpace(json, at + 1, to);
    }

    /** Where the value of the first such key begins, or -1. */
    public int value(byte[] json, int from, int to) {
        int key = find(json, from, to);
        return key < 0 ? -1 : valueAt(json, key, to);
    }

    /** Whether the literal stands at that place. */
    public static boolean startsWith(byte[] json, int at, int to, String literal) {
        if (to - at < literal.length()) {
            return false;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (json[at + i] != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first place from {@code at} on that is not white space. */
    public static int skipSpace(byte[] json, int at, int to) {
        int i = at;
        while (i < to && isSpace(json[i])) {
            i++;
        }
        return i;
    }

    /** Whether the key stands anywhere with a value other than null. */
    public boolean isSet(byte[] json, int from, int to) {
        int at = from;
        while (true) {
            int key = find(json, at, to);
            if (key < 0) {
                return false;
            }
            if (!startsWith(json, valueAt(json, key, to), to, "null")) {
                return true;
            }
            at = key + quoted.length;
        }
    }

    /**
     * The run of bytes to take out so that the outermost object has no such key: the field and the
     * one comma that parts it from its neighbours. Null when the key is not there; the same key
     * further inside does not count.
     */
    public int @Nullable [] field(byte[] json, int from, int to) {
        int at = from;
        while (at < to && json[at] != '{') {
            at++;
        }
        at = skipSpace(json, at + 1, to);
        while (at < to && json[at] == '"') {
            int colon = skipSpace(json, stringEnd(json, at + 1, to), to);
            if (colon >= to || json[colon] != ':') {
                return null;
            }
            int end = valueEnd(json, skipSpace(json, colon + 1, to), to);
            if (at + quoted.length <= to && matches(json, at)) {
                return withComma(json, at, end, to);
            }
            int after = skipSpace(json, end, to);
            if (after >= to || json[after] != ',') {
                return null;
            }
            at = skipSpace(json, after + 1, to);
        }
        return null;
    }

    /** The field from its key to the end of its value, and the one comma that parts it. */
    public static int[] withComma(byte[] json, int key, int end, int to) {
        int before = key - 1;
        while (isSpace(json[before])) {
            before--;
        }
        if (json[before] == ',') {
            return new int[] {before, end};
        }
        int after = skipSpace(json, end, to);
        return new int[] {key, after < to && json[after] == ',' ? after + 1 : end};
    }

    /** The byte after the value that begins at {@code at}. */
    static int valueEnd(byte[] json, int at, int to) {
        int depth = 0;
        int i = at;
        while (i < to) {
            byte b = json[i];
            if (b == '"') {
                i = stringEnd(json, i + 1, to);
            } else if (b == '{' || b == '[') {
                depth++;
                i++;
            } else if (b == '}' || b == ']') {
                if (depth == 0) {
                    return i;
                }
                depth--;
                i++;
            } else if (depth == 0 && (b == ',' || isSpace(b))) {
                return i;
            } else {
                i++;
                continue;
            }
            if (depth == 0) {
                return i;
            }
        }
        return to;
    }

    /** The byte after the closing quote of the string whose text begins at {@code at}. */
    public static int stringEnd(byte[] json, int at, int to) {
        int i = at;
        while (i < to && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, to);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private boolean matches(byte[] json, int at) {
        for (int i = 1; i < quoted.length; i++) {
            if (json[at + i] != quoted[i]) {
                return false;
            }
        }
        return true;
    }
}
