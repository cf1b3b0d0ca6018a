package dev.undercut.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes request ids: {@value #PREFIX} and 26 characters of Crockford's base 32, which hold 48 bits
 * of milliseconds and 80 random bits. Sorted as text they are in order of making, also within a
 * millisecond and when the clock is set back.
 *
 * <p>Within a millisecond the random part goes up by a random step, so that an id does not tell its
 * neighbours. Layout after the ULID specification.
 */
public final class RequestIds {

    /** What every id starts with. */
    public static final String PREFIX = "req_";

    private static final byte[] DIGITS =
            "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(StandardCharsets.US_ASCII);
    private static final int CHARACTERS = 26;
    private static final long UPPER_16_BITS = 0xffffL;
    private static final int DRAWN_AHEAD = 512;

    private final InstantSource clock;
    private final RandomGenerator random;

    // Drawn ahead, because a secure source takes as long for one number as for many.
    private final ByteBuffer drawn =
            ByteBuffer.allocate(DRAWN_AHEAD).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    // The last id: milliseconds and upper 16 random bits, lower 64 random bits.
    private long upper;
    private long lower;

    /**
     * @param random used by one thread at a time
     */
    public RequestIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id, greater than all before. */
    public synchronized String next() {
        long millis = clock.millis();
        if (millis > upper >>> 16) {
            upper = (millis << 16) | (draw() & UPPER_16_BITS);
            lower = draw();
        } else {
            long step = 1 + (draw() >>> 32);
            lower += step;
            if (Long.compareUnsigned(lower, step) < 0) {
                // Runs into the next millisecond, if ever, which keeps the order.
                upper++;
            }
        }
        return text(upper, lower);
    }

    private long draw() {
        if (!drawn.hasRemaining()) {
            drawn.clear();
            random.nextBytes(drawn.array());
        }
        return drawn.getLong();
    }

    private static String text(long upper, long lower) {
        byte[] text = new byte[PREFIX.length() + CHARACTERS];
        for (int i = 0; i < PREFIX.length(); i++) {
            text[i] = (byte) PREFIX.charAt(i);
        }
        long high = upper;
        long low = lower;
        for (int i = text.length - 1; i >= PREFIX.length(); i--) {
            text[i] = DIGITS[(int) low & 31];
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
