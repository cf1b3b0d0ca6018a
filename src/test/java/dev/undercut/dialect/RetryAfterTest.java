package dev.undercut.dialect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a provider wants to be asked again. */
class RetryAfterTest {
    private static final String NOW = "Sun, 06 Nov 1994 08:49:37 GMT";

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "2, 2000",
        "' 30 ', 30000",
        "1.5, 1500",
        ".25, 250",
        "0.0004, 0",
        "3600, 3600000",
        "99999, 3600000",
        "99999999999999999999, 3600000",
    })
    void seconds_may_have_fractions_and_are_capped_at_an_hour(String seconds, long millis) {
        Duration wait = RetryAfter.of(Map.of("retry-after", seconds)::get);
        assertThat(requireNonNull(wait).toMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"250, 250", "1500.5, 1500", "0, 0", "99999999999, 3600000"})
    void milliseconds_win_over_seconds(String text, long millis) {
        Duration wait = RetryAfter.of(Map.of("retry-after-ms", text, "retry-after", "7")::get);
        assertThat(requireNonNull(wait).toMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 06 Nov 1994 08:49:57 GMT', 20",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 0",
        "'Sun, 06 Nov 1994 08:00:00 GMT', 0",
        "'Mon, 07 Nov 1994 08:49:37 GMT', 3600",
    })
    void a_date_counts_from_the_date_of_the_answer(String date, long seconds) {
        assertThat(RetryAfter.of(Map.of("retry-after", date, "date", NOW)::get))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void a_date_without_the_date_of_the_answer_says_nothing() {
        assertThat(RetryAfter.of(Map.of("retry-after", NOW)::get)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".", "-1", "1e9", "soon", "1.2.3", "0x10", "123456789012345678901"})
    void nonsense_says_nothing(String text) {
        assertThat(RetryAfter.of(Map.of("retry-after", text, "date", NOW)::get)).isNull();
        assertThat(RetryAfter.of(Map.of("retry-after-ms", text, "retry-after", "2")::get))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void no_header_asks_for_nothing() {
        assertThat(RetryAfter.of(Map.<String, String>of()::get)).isNull();
    }
}
