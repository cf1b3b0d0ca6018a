package dev.undercut.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWindowTest {

    /** 2026-11-20 is a Friday. */
    @ParameterizedTest
    @CsvSource({
        "01:00-04:00, 2026-11-20T00:59:59Z, false",
        "01:00-04:00, 2026-11-20T01:00:00Z, true",
        "01:00-04:00, 2026-11-20T03:59:59.999Z, true",
        "01:00-04:00, 2026-11-20T04:00:00Z, false",
        "16:30-00:30, 2026-11-20T16:29:59Z, false",
        "16:30-00:30, 2026-11-20T16:30:00Z, true",
        "16:30-00:30, 2026-11-20T23:59:59Z, true",
        "16:30-00:30, 2026-11-21T00:29:59Z, true",
        "16:30-00:30, 2026-11-21T00:30:00Z, false",
        "mon-fri@06:00-10:00, 2026-11-20T06:00:00Z, true",
        "mon-fri@06:00-10:00, 2026-11-21T06:00:00Z, false",
        "mon-fri@06:00-10:00, 2026-11-22T06:00:00Z, false",
        "mon-fri@06:00-10:00, 2026-11-23T06:00:00Z, true",
        "mon-fri@22:00-02:00, 2026-11-21T01:00:00Z, true",
        "mon-fri@22:00-02:00, 2026-11-21T22:00:00Z, false",
        "mon-fri@22:00-02:00, 2026-11-23T01:00:00Z, false",
        "sat-sun@00:00-00:00, 2026-11-21T00:00:00Z, true",
        "sat-sun@00:00-00:00, 2026-11-22T23:59:59Z, true",
        "sat-sun@00:00-00:00, 2026-11-23T00:00:00Z, false",
        "fri-mon@01:00-02:00, 2026-11-22T01:00:00Z, true",
        "fri-mon@01:00-02:00, 2026-11-24T01:00:00Z, false",
        "fri-fri@01:00-02:00, 2026-11-20T01:30:00Z, true",
        "fri-fri@01:00-02:00, 2026-11-21T01:30:00Z, false",
    })
    void hours_are_utc_and_belong_to_the_day_they_start_on(
            String window, Instant at, boolean inside) {
        assertThat(TimeWindow.parse(window).contains(at)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1:00-2:00",
                "01:00",
                "24:00-25:00",
                "01:00-02:60",
                "xyz-fri@01:00-02:00"
            })
    void another_form_is_refused(String window) {
        assertThatThrownBy(() -> TimeWindow.parse(window))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a time window");
    }
}
