package dev.undercut.market.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.undercut.money.PricePerMtok;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceRowTest {
    private static final String HEADER =
            "provider,model,upstream_id,tier,valid_from,valid_to,input,cached_input,"
                    + "cache_write_5m,cache_write_1h,output,reasoning,per_request,context,"
                    + "max_output,note,date_kind,seen_at,source\n";
    private static final String GOOD =
            "p,m,u,standard,2026-01-01,2026-02-01,1,0.1,,,2,,0.005,1000,100,,recorded,2026-01-01,s";

    @Test
    void a_row_says_what_it_says() {
        PriceRow row = read(GOOD);

        assertThat(row.offerKey()).isEqualTo("p/u");
        assertThat(row.perRequest().plain()).isEqualTo("0.005");
        assertThat(row.rates().cachedInput()).isEqualTo(PricePerMtok.parse("0.1"));
        assertThat(row.edges()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "standard | sometimes | tier",
                "standard | above:many | tier",
                "standard | above:99999999999999999999 | tier",
                "standard | window:25:00-26:00 | tier",
                "standard | window:noon | tier",
                ",2026-01-01, | ,January, | valid_from",
                ",2026-02-01, | ,2026-02-30, | valid_to",
                ",1,0.1 | ,,0.1 | input",
                ",1,0.1 | ,-1,0.1 | input",
                ",1,0.1 | ,0.0000001,0.1 | input",
                ",1,0.1 | ,1,cheap | cached_input",
                ",,2, | ,,, | output",
                "0.005 | 1e-13 | per_request",
                ",1000, | ,many, | context",
                "p,m | ,m | provider",
                "2026-01-01,s | 2026-01-01, | source",
            })
    void a_wrong_cell_is_named_with_file_and_line(String good, String bad, String column) {
        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("data/test.csv:2: " + column + ": ");
    }

    private static PriceRow read(String line) {
        List<CsvRecord> records;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(HEADER + line)) {
            records = reader.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Integer> columns = new HashMap<>();
        records.getFirst().getFields().forEach(name -> columns.put(name, columns.size()));
        return PriceRow.read(new Row("data/test.csv", columns, records.getLast()));
    }
}
