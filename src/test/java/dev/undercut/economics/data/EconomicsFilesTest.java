package dev.undercut.economics.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.facts.InputSpec;
import dev.undercut.economics.facts.Source;
import dev.undercut.economics.serving.CostBasis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What data/README.md promises of the files below data/economics. */
class EconomicsFilesTest {
    private static final EconomicsFacts FACTS = EconomicsFiles.load();
    private static final Path FOLDER = Path.of("data/economics");

    private static List<NamedCsvRecord> rows(String file) {
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(FOLDER.resolve(file))) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sources.csv | source,title,address,status",
                "inputs.csv | analysis,name,default,low,high,least,most,unit,meaning,source",
                "accelerators.csv | accelerator,vendor,memory_gb,memory_tb_per_s,"
                        + "bf16_dense_tflops,fp8_dense_tflops,fp4_dense_tflops,all_in_kw,sources,"
                        + "note",
                "accelerator_hours.csv | accelerator,basis,usd_per_hour,as_of,source,note",
                "throughput.csv | model,accelerator,precision,input_tokens,output_tokens,"
                        + "tokens_per_s_per_user,tokens_per_s,published_usd_per_mtok,source",
                "model_shapes.csv | model,parameters_billions,active_billions,experts,"
                        + "experts_per_token,expert_billions,cache,layers,kv_heads,head_dim,"
                        + "kv_rank,rope_dim,attention_width,source,note",
                "plans.csv | plan,name,price_usd_month,full_use_list_low,full_use_list_high,"
                        + "sources,note",
            })
    void columns_are_those_that_are_documented(String file, String columns) {
        assertThat(String.join(",", rows(file).getFirst().getHeader())).isEqualTo(columns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inputs.csv",
                "accelerators.csv",
                "accelerator_hours.csv",
                "throughput.csv",
                "model_shapes.csv",
                "plans.csv"
            })
    void every_fact_cites_sources_that_are_listed(String file) throws IOException {
        Set<String> known = FACTS.sources().stream().map(Source::key).collect(Collectors.toSet());
        String column = rows(file).getFirst().getHeader().contains("source") ? "source" : "sources";

        assertThat(rows(file))
                .allSatisfy(row ->
                        assertThat(known).containsAll(List.of(row.getField(column).split("; "))));
        String text = Files.readString(FOLDER.resolve(file));
        assertThat(text).doesNotContain("\r").doesNotContain("\ufeff").endsWith("\n");
        assertThat(rows(file))
                .allMatch(row -> row.getFields().stream().allMatch(c -> c.equals(c.strip())));
    }

    @Test
    void sources_are_listed_once_with_what_is_known_of_them() {
        assertThat(FACTS.sources()).extracting(Source::key).doesNotHaveDuplicates();
        assertThat(FACTS.sources())
                .allMatch(source ->
                        List.of("seen", "claim", "memory", "assumption", "arithmetic", "computed")
                                .contains(source.status()));
        assertThat(FACTS.sources())
                .filteredOn(source -> source.status().equals("seen"))
                .allMatch(source -> source.address().startsWith("https://"));
    }

    /** A figure from memory is said to be one, and is no oracle of any test. */
    @Test
    void what_comes_from_memory_says_so() {
        assertThat(rows("plans.csv"))
                .filteredOn(row -> row.getField("sources").contains("memory"))
                .allMatch(row -> row.getField("note").contains("memory"));
        assertThat(rows("accelerator_hours.csv"))
                .noneMatch(row -> row.getField("source").equals("memory"));
        assertThat(rows("throughput.csv"))
                .noneMatch(row -> row.getField("source").equals("memory"));
    }

    @Test
    void every_default_can_be_and_a_range_holds_it() {
        assertThat(FACTS.inputs())
                .extracting(input -> input.analysis() + " " + input.name())
                .doesNotHaveDuplicates();
        for (InputSpec input : FACTS.inputs()) {
            String what = input.analysis() + " --" + input.name();
            assertThat(input.meaning()).as(what).isNotBlank();
            assertThat(input.name()).as(what).matches("[a-z0-9]+(-[a-z0-9]+)*");
            String standard = input.standard();
            if (!input.isText() && standard != null) {
                double value = Double.parseDouble(standard);
                assertThat(input.bounds().contains(value)).as(what).isTrue();
                if (input.low() != null && input.high() != null) {
                    assertThat(value).as(what).isBetween(input.low(), input.high());
                    assertThat(input.bounds().contains(input.low())).as(what).isTrue();
                    assertThat(input.bounds().contains(input.high())).as(what).isTrue();
                }
            }
        }
    }

    @Test
    void what_is_measured_and_priced_is_of_known_accelerators() {
        assertThat(FACTS.measurements())
                .allMatch(measured -> FACTS.accelerator(measured.accelerator()).isPresent());
        assertThat(FACTS.hours())
                .allMatch(hour -> FACTS.accelerator(hour.accelerator()).isPresent());
        assertThat(FACTS.measurements())
                .allMatch(measured ->
                        FACTS.hour(measured.accelerator(), CostBasis.HYPERSCALER_OWN).isPresent());
    }

    @Test
    void of_several_days_the_newest_hour_counts() {
        assertThat(FACTS.hour("h100-sxm", CostBasis.ON_DEMAND).orElseThrow().asOf())
                .isEqualTo("2026-05-28");
    }

    @Test
    void nothing_is_taken_from_a_source_that_forbids_it() throws IOException {
        for (String file : List.of("sources.csv", "inputs.csv", "throughput.csv", "plans.csv")) {
            assertThat(Files.readString(FOLDER.resolve(file)).toLowerCase(Locale.ROOT))
                    .doesNotContain("artificial analysis")
                    .doesNotContain("artificialanalysis");
        }
    }
}
