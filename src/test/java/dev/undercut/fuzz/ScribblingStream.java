package dev.undercut.fuzz;

import java.io.InputStream;
import java.util.Arrays;

/**
 * Gives few bytes at a time and writes rubbish behind them: a reader that looks past what it was
 * given finds it.
 */
final class ScribblingStream extends InputStream {
    private static final byte RUBBISH = '"';
    private static final int RUN = 64;

    private final byte[] bytes;
    private final int size;
    private int at;

    ScribblingStream(byte[] bytes, int size) {
        this.bytes = bytes;
        this.size = Math.max(1, size);
    }

    @Override
    public int read() {
        return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (at == bytes.length) {
            scribble(into, offset, length);
            return -1;
        }
        int read = Math.min(Math.min(length, size), bytes.length - at);
        System.arraycopy(bytes, at, into, offset, read);
        scribble(into, offset + read, length - read);
        at += read;
        return read;
    }

    private static void scribble(byte[] into, int from, int room) {
        Arrays.fill(into, from, from + Math.min(room, RUN), RUBBISH);
    }
}
