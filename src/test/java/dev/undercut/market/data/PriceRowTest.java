package dev.undercut.market.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.undercut.market.ForeignPrice;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceTier;
import dev.undercut.money.PricePerMtok;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceRowTest {
    private static final String HEADER =
            "provider,model,upstream_id,tier,valid_from,valid_to,known_on,seen_on,input,"
                    + "cached_input,cache_write_5m,cache_write_1h,output,reasoning,per_request,"
                    + "currency,units_per_usd,rate_day,rate_source,currency_input,currency_output,"
                    + "context,max_output,confidence,notes,sources\n";
    private static final String GOOD =
            "p,m,u,standard,2026-01-01,2026-02-01,2026-01-02,2026-01-03,1,0.1,,,2,,0.005,"
                    + "CNY,7.2,2025-12-31,ECB,7.2,14.4,1000,100,recorded,a; b,s; t until 2026-01-02";

    @Test
    void a_row_says_what_it_says() {
        PriceFact fact = read(GOOD);

        assertThat(fact.key()).isEqualTo(new PriceFact.Key("p", "u", PriceTier.STANDARD));
        assertThat(fact.validTo()).isEqualTo(LocalDate.parse("2026-02-01"));
        assertThat(fact.knownOn()).isEqualTo(LocalDate.parse("2026-01-02"));
        assertThat(fact.seenOn()).isEqualTo(LocalDate.parse("2026-01-03"));
        assertThat(fact.perRequest().plain()).isEqualTo("0.005");
        assertThat(fact.rates().cachedInput()).isEqualTo(PricePerMtok.parse("0.1"));
        assertThat(fact.confidence()).isEqualTo(PriceFact.Confidence.RECORDED);
        assertThat(fact.notes()).containsExactlyInAnyOrder("a", "b");
        assertThat(fact.sources()).containsExactly("s", "t until 2026-01-02");
    }

    @Test
    void a_price_in_another_currency_keeps_it_with_the_rate_of_a_day() {
        ForeignPrice yuan = Objects.requireNonNull(read(GOOD).original());

        assertThat(yuan.currency()).isEqualTo("CNY");
        assertThat(yuan.unitsPerUsd()).isEqualByComparingTo("7.2");
        assertThat(yuan.rateDay()).isEqualTo(LocalDate.parse("2025-12-31"));
        assertThat(yuan.rateSource()).isEqualTo("ECB");
        assertThat(yuan.output()).isEqualByComparingTo("14.4");
        assertThat(read(GOOD.replace("CNY,7.2,2025-12-31,ECB,7.2,14.4", ",,,,,")).original())
                .isNull();
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
                "u,standard | u, | tier",
                ",2026-01-01, | ,January, | valid_from",
                ",2026-01-01, | ,, | valid_from",
                ",2026-01-01, | ,2026-3-001, | valid_from",
                ",2026-02-01, | ,2026-02-30, | valid_to",
                ",2026-02-01, | ,2025-12-31, | valid_to",
                ",2026-01-02,2026-01-03, | ,,2026-01-03, | known_on",
                ",2026-01-02,2026-01-03, | ,2026-01-02,2026-01-01, | seen_on",
                ",1,0.1 | ,,0.1 | input",
                ",1,0.1 | ,-1,0.1 | input",
                ",1,0.1 | ,0.0000001,0.1 | input",
                ",1,0.1 | ,1,cheap | cached_input",
                ",,2, | ,,, | output",
                "0.005 | 1e-13 | per_request",
                "CNY,7.2 | CNY,0 | units_per_usd",
                "CNY,7.2 | CNY,7.3 | input",
                ",14.4 | ,14.5 | output",
                ",14.4 | , | currency_output",
                "ECB |  | rate_source",
                ",1000, | ,many, | context",
                "recorded | certain | confidence",
                "recorded |  | confidence",
                "p,m | ,m | provider",
                ",s; t until 2026-01-02 | , | sources",
            })
    void a_wrong_cell_is_named_with_file_and_line(String good, String bad, String column) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> read(GOOD.replace(good, bad == null ? "" : bad)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("data/test.csv:2: " + column + ": ");
    }

    private static PriceFact read(String line) {
        List<CsvRecord> records;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(HEADER + line)) {
            records = reader.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Integer> columns = new HashMap<>();
        records.getFirst().getFields().forEach(name -> columns.put(name, columns.size()));
        return new PriceRow().read(new Row("data/test.csv", columns, records.getLast()));
    }
}
