package dev.undercut.market.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceHistory;
import dev.undercut.market.PriceTier;
import dev.undercut.market.Spell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What data/README.md promises of the files beside it. */
class DataFilesTest {
    private static final String MONEY = "(\\d+(\\.\\d{1,6})?)?";
    private static final String DAY = "(\\d{4}-\\d\\d-\\d\\d)?";
    private static final String WHOLE = "([1-9]\\d*)?";

    /** No public price per token, or own hardware. */
    private static final Set<String> NO_PRICES =
            Set.of("nvidia", "ollama", "vllm", "lmstudio", "llamacpp");

    private static final Set<String> POINTERS =
            Set.of("gpt-3.5-turbo", "gpt-4o", "deepseek-chat", "deepseek-reasoner");

    private static final List<NamedCsvRecord> MODELS = Csv.rows("models.csv");
    private static final List<NamedCsvRecord> ALIASES = Csv.rows("aliases.csv");
    private static final List<NamedCsvRecord> PRICES = Csv.rows("prices.csv");
    private static final List<NamedCsvRecord> SNAPSHOTS = Csv.rows("snapshots.csv");
    private static final List<NamedCsvRecord> SCORES = Csv.rows("scores.csv");
    private static final List<NamedCsvRecord> BENCHMARKS = Csv.rows("benchmarks.csv");
    private static final List<NamedCsvRecord> CAPABILITY = Csv.rows("capability.csv");
    private static final List<NamedCsvRecord> OUTPUTS = Csv.rows("expected_output.csv");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models.csv | model,name,vendor,released,open_weights,open_since,reasoning,context,"
                        + "max_output,features,tokenizer,source",
                "aliases.csv | alias,model,reason,source",
                "prices.csv | provider,model,upstream_id,tier,valid_from,valid_to,known_on,seen_on,"
                        + "input,cached_input,cache_write_5m,cache_write_1h,output,reasoning,"
                        + "per_request,currency,units_per_usd,rate_day,rate_source,currency_input,"
                        + "currency_output,context,max_output,confidence,notes,sources",
                "snapshots.csv | source,day,note",
                "scores.csv | model,effort,benchmark,score,unit,date,kind,claimant,source",
                "benchmarks.csv | benchmark,name,family,scale,floor,least_noise,reference,"
                        + "left_out,note",
                "capability-method.csv | parameter,value,reason",
                "capability.csv | model,effort,ci,se_own,se,families,evidence,status,basis,"
                        + "version",
                "capability-draws.csv | model,effort,draws",
                "capability-benchmarks.csv | benchmark,family,scale,rows,models,slope,difficulty,"
                        + "noise",
                "capability-fit.csv | statistic,value,unit",
                "expected_output.csv | model,effort,visible_tokens,reasoning_tokens,source",
            })
    void columns_are_those_that_are_documented(String file, String columns) {
        assertThat(String.join(",", Csv.rows(file).getFirst().getHeader())).isEqualTo(columns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models.csv",
                "aliases.csv",
                "prices.csv",
                "snapshots.csv",
                "scores.csv",
                "expected_output.csv"
            })
    void every_row_has_a_source_and_as_many_cells_as_the_header(String file) {
        List<NamedCsvRecord> rows = Csv.rows(file);
        int columns = rows.getFirst().getHeader().size();

        assertThat(rows).allMatch(row -> row.getFieldCount() == columns);
        String source = file.equals("prices.csv") ? "sources" : "source";
        assertThat(rows).allMatch(row -> !row.getField(source).isBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models.csv",
                "aliases.csv",
                "prices.csv",
                "snapshots.csv",
                "scores.csv",
                "expected_output.csv"
            })
    void files_are_utf8_with_plain_line_ends_and_no_stray_space(String file) throws IOException {
        String text = Files.readString(Path.of("data", file));

        assertThat(text).doesNotContain("\r").doesNotContain("\ufeff").endsWith("\n");
        assertThat(Csv.rows(file))
                .allMatch(row -> row.getFields().stream().allMatch(c -> c.equals(c.strip())));
    }

    @Test
    void the_readme_counts_what_is_there() throws IOException {
        String readme = Files.readString(Path.of("data/README.md"));
        Map<String, Integer> perProvider = new TreeMap<>();
        PRICES.forEach(row -> perProvider.merge(row.getField("provider"), 1, Integer::sum));
        String counts =
                perProvider.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
        List<NamedCsvRecord> places =
                CAPABILITY.stream()
                        .filter(row -> row.getField("effort").equals("default"))
                        .toList();
        long well =
                places.stream()
                        .filter(row -> Integer.parseInt(row.getField("evidence")) >= 3)
                        .count();

        assertThat(readme)
                .contains("| providers/*.yaml | " + ProviderFiles.paths().size() + " files |")
                .contains("| models.csv | " + MODELS.size() + " |")
                .contains("| aliases.csv | " + ALIASES.size() + " |")
                .contains("| prices.csv | " + PRICES.size() + " |")
                .contains("| snapshots.csv | " + SNAPSHOTS.size() + " |")
                .contains("| scores.csv | " + SCORES.size() + " |")
                .contains("| benchmarks.csv | " + BENCHMARKS.size() + " |")
                .contains("| capability.csv | " + CAPABILITY.size() + " |")
                .contains("| expected_output.csv | " + OUTPUTS.size() + " |")
                .contains("Rows per provider: " + counts + ".")
                .contains(
                        places.size()
                                + " models are rated, "
                                + well
                                + " on three families or more");
    }

    @Test
    void model_ids_are_unique_and_in_lower_case() {
        assertUnique(MODELS, row -> row.getField("model"));
        assertThat(MODELS)
                .allSatisfy(row -> {
                    assertThat(row.getField("model"))
                            .isEqualTo(row.getField("model").toLowerCase(Locale.ROOT))
                            .matches("\\S+");
                    assertThat(row.getField("vendor")).isNotBlank();
                    assertThat(row.getField("open_weights")).matches("(yes|no)?");
                    assertThat(row.getField("reasoning")).matches("(yes|no)?");
                    assertThat(row.getField("released")).matches(DAY);
                    assertThat(row.getField("context")).matches(WHOLE);
                    assertThat(row.getField("max_output")).matches(WHOLE);
                    assertThat(row.getField("tokenizer")).matches("(o200k_base|cl100k_base)?");
                });
    }

    @Test
    void a_model_without_a_release_day_says_why() {
        assertThat(MODELS)
                .filteredOn(row -> row.getField("released").isEmpty())
                .allSatisfy(row ->
                        assertThat(row.getField("source"))
                                .as(row.getField("model"))
                                .contains("; release date: unknown, "));
    }

    @Test
    void weights_that_came_out_late_are_of_open_models_and_later_than_the_release() {
        assertThat(MODELS)
                .filteredOn(row -> !row.getField("open_since").isEmpty())
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.getField("open_weights")).isEqualTo("yes");
                    assertThat(row.getField("open_since"))
                            .matches(DAY)
                            .isGreaterThan(row.getField("released"));
                    assertThat(row.getField("source")).contains("; open since: ");
                });
    }

    @Test
    void every_place_of_the_index_is_of_a_known_model_with_an_error_and_its_evidence() {
        Set<String> models = column(MODELS, "model");
        for (NamedCsvRecord row : CAPABILITY) {
            String model = row.getField("model");
            assertThat(models).contains(model);
            assertThat(row.getField("effort")).as(model).matches("none|low|default|high|max");
            assertThat(row.getField("status")).as(model).matches("rated|provisional");
            assertThat(row.getField("version")).as(model).matches("ci@\\d{4}\\.\\d{2}");
            assertThat(row.getField("basis")).as(model).isNotBlank();
            assertThat(Double.parseDouble(row.getField("ci"))).as(model).isBetween(-40.0, 150.0);
            assertThat(Integer.parseInt(row.getField("evidence"))).as(model).isPositive();
            assertThat(Double.parseDouble(row.getField("se")))
                    .as(model)
                    .isGreaterThanOrEqualTo(Double.parseDouble(row.getField("se_own")));
        }
    }

    @Test
    void benchmarks_are_described_once_and_one_that_is_left_out_says_why() {
        Set<String> scored = column(SCORES, "benchmark");
        assertUnique(BENCHMARKS, row -> row.getField("benchmark"));

        assertThat(column(BENCHMARKS, "benchmark")).containsAll(scored);
        assertThat(BENCHMARKS)
                .allMatch(row -> row.getField("scale").matches("share|linear"))
                .allMatch(row -> row.getField("reference").matches("yes|no"))
                .allMatch(row -> !row.getField("family").isBlank())
                .allMatch(row ->
                        scored.contains(row.getField("benchmark"))
                                == row.getField("left_out").isEmpty());
    }

    @Test
    void aliases_are_unique_and_name_a_model_and_no_alias_is_one() {
        Set<String> ids = column(MODELS, "model");
        assertUnique(ALIASES, row -> row.getField("alias").toLowerCase(Locale.ROOT));

        assertThat(ALIASES).allMatch(row -> ids.contains(row.getField("model")));
        assertThat(ALIASES)
                .noneMatch(row -> ids.contains(row.getField("alias").toLowerCase(Locale.ROOT)));
    }

    @Test
    void no_alias_takes_the_place_of_an_offer_at_a_provider() {
        Set<String> providers = ProviderFiles.ids();

        assertThat(ALIASES)
                .extracting(row -> row.getField("alias").toLowerCase(Locale.ROOT))
                .filteredOn(alias -> alias.contains("/"))
                .noneMatch(alias -> providers.contains(alias.substring(0, alias.indexOf('/'))));
    }

    /**
     * What an id means may change with the years, as with {@code deepseek-chat}; not on one day.
     */
    @Test
    void an_upstream_id_never_means_two_models() {
        PriceHistory history = MarketFacts.load().history();
        for (LocalDate day = LocalDate.parse("2021-12-01");
                day.isBefore(LocalDate.parse("2027-02-01"));
                day = day.plusMonths(1)) {
            Map<String, String> meaning = new TreeMap<>();
            for (PriceFact fact : history.factsOn(day)) {
                String id = fact.upstreamId().toLowerCase(Locale.ROOT);
                String model = meaning.putIfAbsent(id, fact.model());
                if (!POINTERS.contains(id)) {
                    assertThat(model).as("%s on %s", id, day).isIn(null, fact.model());
                }
            }
        }
    }

    /** Today's ids, whether or not they meant something else once. */
    @Test
    void an_upstream_id_that_is_a_model_or_an_alias_means_that_model_today() {
        Map<String, String> meaning = new TreeMap<>();
        MODELS.forEach(row -> meaning.put(row.getField("model"), row.getField("model")));
        ALIASES.forEach(row ->
                meaning.put(row.getField("alias").toLowerCase(Locale.ROOT), row.getField("model")));
        for (PriceFact fact : MarketFacts.load().history().factsOn(LocalDate.parse("2026-11-21"))) {
            String id = fact.upstreamId().toLowerCase(Locale.ROOT);
            assertThat(meaning.getOrDefault(id, fact.model())).as(id).isEqualTo(fact.model());
        }
    }

    @Test
    void price_facts_are_unique_and_well_formed() {
        Set<String> models = column(MODELS, "model");
        assertUnique(
                PRICES,
                row ->
                        String.join(
                                " ",
                                row.getField("provider"),
                                row.getField("upstream_id").toLowerCase(Locale.ROOT),
                                row.getField("tier"),
                                row.getField("valid_from"),
                                row.getField("known_on")));

        for (NamedCsvRecord row : PRICES) {
            String what = row.getField("provider") + "/" + row.getField("upstream_id");
            assertThat(models).as(what).contains(row.getField("model"));
            assertThat(row.getField("provider")).as(what).matches("[a-z0-9-]+");
            assertThat(row.getField("input")).as(what).isNotEmpty();
            assertThat(row.getField("output")).as(what).isNotEmpty();
            for (String money :
                    List.of(
                            "input",
                            "cached_input",
                            "cache_write_5m",
                            "cache_write_1h",
                            "output",
                            "reasoning")) {
                assertThat(row.getField(money)).as("%s %s", what, money).matches(MONEY);
            }
            assertThat(row.getField("valid_from")).as(what).isNotEmpty().matches(DAY);
            assertThat(row.getField("valid_to")).as(what).matches(DAY);
            assertThat(row.getField("known_on")).as(what).isNotEmpty().matches(DAY);
            assertThat(row.getField("seen_on")).as(what).isNotEmpty().matches(DAY);
            assertThat(row.getField("context")).as(what).matches(WHOLE);
            assertThat(row.getField("confidence"))
                    .as(what)
                    .isIn("announced", "recorded", "released", "observed", "memory");
        }
    }

    @Test
    void every_provider_that_can_be_called_has_a_price_or_is_known_to_have_none() {
        assertThat(column(PRICES, "provider"))
                .containsAll(
                        ProviderFiles.ids().stream().filter(id -> !NO_PRICES.contains(id)).toList())
                .doesNotContainAnyElementsOf(NO_PRICES);
    }

    @Test
    void every_tier_begins_while_there_is_a_standard_price() {
        List<Spell> spells = MarketFacts.load().history().spells();
        Map<String, List<Spell>> standard =
                spells.stream()
                        .filter(spell -> spell.fact().tier().equals(PriceTier.STANDARD))
                        .collect(Collectors.groupingBy(DataFilesTest::offer));

        assertThat(spells)
                .allSatisfy(spell ->
                        assertThat(standard.getOrDefault(offer(spell), List.of()))
                                .as(spell.fact().key().toString())
                                .anyMatch(held -> held.covers(spell.fact().validFrom())));
    }

    /** The gate for what is imported: neither a unit slip nor a price of zero got in. */
    @Test
    void no_price_is_off_by_orders_of_magnitude_from_the_price_before_it() {
        Map<PriceFact.Key, PriceFact> before = new HashMap<>();
        for (Spell spell : MarketFacts.load().history().spells()) {
            PriceFact fact = spell.fact();
            PriceFact last = before.put(fact.key(), fact);
            if (last != null && !fact.rates().isFree() && !last.rates().isFree()) {
                double factor =
                        (double) fact.rates().input().picosPerToken()
                                / last.rates().input().picosPerToken();
                assertThat(factor).as(fact.key() + " " + fact.validFrom()).isBetween(0.015, 10.0);
            }
        }
    }

    @Test
    void a_free_price_says_that_it_is_a_free_tier() {
        assertThat(PRICES)
                .filteredOn(row -> row.getField("input").equals("0"))
                .isNotEmpty()
                .allMatch(row -> row.getField("notes").contains("free tier"))
                .allMatch(row -> row.getField("output").equals("0"));
    }

    @Test
    void remarks_with_a_day_can_be_read() {
        assertThat(PRICES)
                .flatExtracting(row -> List.of(row.getField("notes").split("; ")))
                .filteredOn(note -> note.matches("(retired|stale since).*"))
                .isNotEmpty()
                .allMatch(note -> note.matches("(retired|stale since) \\d{4}-\\d\\d-\\d\\d(:.*)?"));
    }

    @Test
    void every_source_that_was_read_as_a_whole_is_cited() {
        assertUnique(SNAPSHOTS, row -> row.getField("source"));
        for (NamedCsvRecord snapshot : SNAPSHOTS) {
            assertThat(snapshot.getField("day")).isNotEmpty().matches(DAY);
            assertThat(PRICES)
                    .anyMatch(row ->
                            List.of(row.getField("sources").split("; "))
                                    .contains(snapshot.getField("source")));
        }
    }

    @Test
    void scores_are_of_known_models_and_their_benchmarks_are_slugs() {
        Set<String> models = column(MODELS, "model");

        assertThat(SCORES)
                .allMatch(row -> models.contains(row.getField("model")))
                .allMatch(row -> row.getField("benchmark").matches("[a-z0-9]+([-.][a-z0-9]+)*"))
                .allMatch(row -> row.getField("effort").matches("none|low|default|high|max"))
                .allMatch(row -> row.getField("unit").matches("%|elo|score"))
                .allMatch(row -> row.getField("date").matches(DAY))
                .allMatch(row ->
                        !row.getField("kind").matches("self-reported|second-hand-x2")
                                || !row.getField("claimant").isEmpty())
                .allMatch(row -> Double.isFinite(Double.parseDouble(row.getField("score"))));
        assertThat(SCORES)
                .filteredOn(row -> row.getField("unit").equals("%"))
                .allMatch(row -> Double.parseDouble(row.getField("score")) <= 100);
    }

    @Test
    void nothing_is_taken_from_a_source_that_forbids_it() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file).toLowerCase(Locale.ROOT))
                        .as(file.toString())
                        .doesNotContain("artificial analysis")
                        .doesNotContain("artificialanalysis");
            }
        }
        assertThat(Stream.of(SCORES, MODELS).flatMap(List::stream))
                .noneMatch(row -> row.getField("source").matches("(.*[^A-Za-z])?AA([^A-Za-z].*)?"));
        assertThat(PRICES)
                .noneMatch(row ->
                        row.getField("sources").matches("(.*[^A-Za-z])?(AA[^A-Za-z]|aa_data).*"));
    }

    private static String offer(Spell spell) {
        return spell.fact().provider() + "/" + spell.fact().upstreamId();
    }

    private static Set<String> column(List<NamedCsvRecord> rows, String name) {
        return rows.stream().map(row -> row.getField(name)).collect(Collectors.toSet());
    }

    private static void assertUnique(
            List<NamedCsvRecord> rows, Function<NamedCsvRecord, String> key) {
        assertThat(rows.stream().map(key).toList()).doesNotHaveDuplicates();
    }
}
