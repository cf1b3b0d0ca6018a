package dev.undercut.dialect;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a provider asks to be left alone. */
public final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private RetryAfter() {}

    /**
     * Reads the wish from an answer's headers: {@code retry-after-ms}, which wins as it does in the
     * official clients, or {@code retry-after} in seconds or as a date. A date counts from the
     * answer's own {@code date}, so that clocks need not agree; without that header it means
     * nothing.
     *
     * @return null when there is no wish, or none that can be read
     */
    public static @Nullable Duration of(UnaryOperator<@Nullable String> header) {
        Duration millis = number(header.apply("retry-after-ms"), 1);
        if (millis != null) {
            return millis;
        }
        String wish = header.apply("retry-after");
        Duration seconds = number(wish, 1000);
        return seconds == null ? until(wish, header.apply("date")) : seconds;
    }

    private static @Nullable Duration number(@Nullable String text, double unitMillis) {
        return text == null || !NUMBER.matcher(text.strip()).matches()
                ? null
                : Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * unitMillis));
    }

    private static @Nullable Duration until(@Nullable String then, @Nullable String now) {
        if (then == null || now == null) {
            return null;
        }
        try {
            Duration wait = Duration.between(date(now), date(then));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }
}
