package dev.undercut.market.feed;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Opens a feed by what it holds and not by what it is called: unpacks gzip, drops a byte order
 * mark, refuses an empty file and a web page, and ends what is too long.
 */
public final class FeedBytes {
    private static final int SNIFFED = 512;

    private FeedBytes() {}

    /**
     * Opens a feed.
     *
     * @param raw closed with the result
     * @param most the most bytes to read, unpacked
     * @param progress is told how many bytes of {@code raw} were read
     * @throws BrokenFeed when it is none
     */
    public static InputStream open(InputStream raw, long most, LongConsumer progress)
            throws IOException {
        InputStream counted = new Counted(raw, Long.MAX_VALUE, progress);
        InputStream bytes = new BufferedInputStream(counted, 1 << 16);
        if (startsWith(bytes, 0x1f, 0x8b)) {
            bytes = new BufferedInputStream(new Unpacked(bytes), 1 << 16);
        }
        InputStream bounded =
                new BufferedInputStream(new Counted(bytes, most, total -> {}), 1 << 16);
        if (startsWith(bounded, 0xef, 0xbb, 0xbf)) {
            bounded.skipNBytes(3);
        }
        refuseOthers(bounded);
        return bounded;
    }

    /** What has more than {@code most} bytes. */
    static BrokenFeed tooLong(long most) {
        long mib = most >> 20;
        return new BrokenFeed(
                "larger than "
                        + (mib << 20 == most ? mib + " MiB" : most + " bytes")
                        + ", and so no feed that is known");
    }

    private static boolean startsWith(InputStream bytes, int... wanted) throws IOException {
        bytes.mark(wanted.length);
        boolean same = true;
        for (int each : wanted) {
            same &= bytes.read() == each;
        }
        bytes.reset();
        return same;
    }

    private static void refuseOthers(InputStream bytes) throws IOException {
        bytes.mark(SNIFFED);
        int first = bytes.read();
        for (int i = 1; i < SNIFFED - 1 && first >= 0 && first <= ' '; i++) {
            first = bytes.read();
        }
        bytes.reset();
        if (first < 0) {
            throw new BrokenFeed("the feed is empty");
        }
        if (first == '<') {
            throw new BrokenFeed("a web page or XML, not a feed");
        }
    }

    /** What is packed with gzip; says so where the packing is broken. */
    private static final class Unpacked extends InputStream {
        private final InputStream packed;
        private @Nullable InputStream gzip;

        Unpacked(InputStream packed) {
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                InputStream unpacked = gzip;
                if (unpacked == null) {
                    unpacked = new GZIPInputStream(packed, 1 << 16);
                    gzip = unpacked;
                }
                return unpacked.read(buffer, offset, length);
            } catch (EOFException e) {
                throw new BrokenFeed("cut short: what gzip packed does not end", e);
            } catch (ZipException e) {
                throw new BrokenFeed("broken gzip: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            packed.close();
        }
    }

    /** Counts, and ends what is too long. */
    private static final class Counted extends FilterInputStream {
        private final long most;
        private final LongConsumer progress;
        private long total;

        Counted(InputStream in, long most, LongConsumer progress) {
            super(in);
            this.most = most;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            count(Math.max(0, count));
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(int more) throws BrokenFeed {
            total += more;
            if (total > most) {
                throw tooLong(most);
            }
            progress.accept(total);
        }
    }
}
