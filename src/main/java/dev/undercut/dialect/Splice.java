package dev.undercut.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Changes to a text of bytes that leave everything between them as it is. Changes must not overlap;
 * their order does not matter.
 */
public final class Splice {
    private final List<Edit> edits = new ArrayList<>(4);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Edit(int start, int end, byte[] with) {}

    /** Puts {@code with} in the place of the bytes from {@code start} (in) to {@code end} (out). */
    public Splice replace(int start, int end, String with) {
        edits.add(new Edit(start, end, with.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Puts {@code text} before the byte at {@code at}. */
    public Splice insert(int at, String text) {
        return replace(at, at, text);
    }

    /** Takes out the bytes from {@code start} (in) to {@code end} (out). */
    public Splice remove(int start, int end) {
        return replace(start, end, "");
    }

    /** A copy of {@code source} with all changes made. */
    public byte[] apply(byte[] source) {
        edits.sort(Comparator.comparingInt(Edit::start));
        int length = source.length;
        for (Edit edit : edits) {
            length += edit.with.length - (edit.end - edit.start);
        }
        byte[] result = new byte[length];
        int from = 0;
        int to = 0;
        for (Edit edit : edits) {
            int kept = edit.start - from;
            System.arraycopy(source, from, result, to, kept);
            System.arraycopy(edit.with, 0, result, to + kept, edit.with.length);
            from = edit.end;
            to += kept + edit.with.length;
        }
        System.arraycopy(source, from, result, to, source.length - from);
        return result;
    }
}
