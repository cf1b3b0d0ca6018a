package dev.undercut.dialect;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to be left alone. {@code retry-after-ms} wins over {@code retry-after},
 * which holds seconds, with fractions where a provider likes them, or an HTTP date (RFC 9110,
 * section 10.2.3). A date is measured against the answer's own {@code date}: the provider's clock
 * need not be ours.
 */
public final class RetryAfter {
    /** Nothing longer is believed: a typing error must not shut a provider out for a year. */
    public static final Duration LONGEST = Duration.ofHours(1);

    private static final int MAX_DIGITS = 20;

    private RetryAfter() {}

    /**
     * What the headers ask for, at least zero and at most {@link #LONGEST}; null when they do not
     * ask, or in no way that is known.
     *
     * @param header reads a header by name; null when absent
     */
    public static @Nullable Duration of(UnaryOperator<@Nullable String> header) {
        String millis = header.apply("retry-after-ms");
        Duration exact = millis == null ? null : amount(millis, 3);
        if (exact != null) {
            return exact;
        }
        String after = header.apply("retry-after");
        if (after == null) {
            return null;
        }
        Duration wait = seconds(after);
        return wait == null ? until(after.trim(), header.apply("date")) : wait;
    }

    /** Seconds in decimal, capped; null when the text is no number of seconds. */
    public static @Nullable Duration seconds(String text) {
        return amount(text, 0);
    }

    private static @Nullable Duration amount(String text, int decimals) {
        String number = text.trim();
        if (!isDecimal(number)) {
            return null;
        }
        BigDecimal seconds = new BigDecimal(number).movePointLeft(decimals);
        if (seconds.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) >= 0) {
            return LONGEST;
        }
        return Duration.ofNanos(seconds.movePointRight(9).longValue());
    }

    private static boolean isDecimal(String text) {
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                points++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return points <= 1 && text.length() > points && text.length() <= MAX_DIGITS;
    }

    private static @Nullable Duration until(String date, @Nullable String now) {
        Instant then = instant(date);
        Instant sent = now == null ? null : instant(now.trim());
        if (then == null || sent == null) {
            return null;
        }
        Duration wait = Duration.between(sent, then);
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static @Nullable Instant instant(String date) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
