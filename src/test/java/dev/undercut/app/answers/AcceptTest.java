package dev.undercut.app.answers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two forms a client gets. */
class AcceptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | true",
                "TEXT/CSV; charset=utf-8 | true",
                "text/* | true",
                "text/csv, */* | true",
                "text/csv, */*;q=0.1 | true",
                "application/json;q=0.5, text/csv | true",
                "text/csv, application/json | true",
                "application/json, text/csv | false",
                "application/json, text/csv;q=0.1 | false",
                "text/csv;q=0.1, application/json | false",
                "text/csv;q=0 | false",
                "text/csv;q=0, */* | false",
                "text/csv;q=7, application/json;q=0.1 | false",
                "*/* | false",
                "application/json | false",
                "text/html | false",
                "'' | false",
            })
    void csv_is_sent_when_it_is_preferred(String header, boolean csv) {
        assertThat(new Accept(header).prefers("text/csv", "application/json")).isEqualTo(csv);
    }
}
