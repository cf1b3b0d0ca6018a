package dev.undercut.web.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.undercut.Golden;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.Drawing;
import dev.undercut.web.answer.Reply;
import dev.undercut.web.answer.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers of the desk on the market that ships. */
class MarketDeskTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** A question for every analysis, each as the documentation shows it. */
    private static final Map<String, String> QUESTIONS = questions();

    private static Map<String, String> questions() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("offers", "at=2025-02-28&vendor=deepseek");
        questions.put("history", "model=gpt-4o");
        questions.put("index", "at=2025-06-30&benchmark=mmlu&threshold=42");
        questions.put("frontier", "at=2025-02-28");
        questions.put("race", "at=2024-12-31");
        questions.put("clock", "at=2026-11-01");
        questions.put("gap", "at=2025-12-31");
        questions.put("undercuts", "at=2025-02-28&factor=2");
        questions.put("position", "at=2025-02-28&model=deepseek-v3&benchmark=mmlu");
        questions.put("spread", "at=2026-06-30&model=llama-3.3-70b-instruct");
        questions.put("claims", "at=2026-11-01");
        return questions;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            given.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return given;
    }

    static Stream<Arguments> everyAnalysis() {
        return QUESTIONS.entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @Test
    void there_is_a_question_for_every_analysis() {
        assertThat(QUESTIONS.keySet()).containsExactlyElementsOf(MarketDesk.names());
    }

    @ParameterizedTest
    @MethodSource("everyAnalysis")
    void json_csv_and_table_tell_the_same_rows(String analysis, String query) throws Exception {
        AnswerTable table = ShippedMarket.ask(analysis, parameters(query));
        JsonNode json = MAPPER.readTree(table.json());
        JsonNode rows = table.rows().isEmpty() ? json : json.at(table.rows());

        assertThat(rows.size()).isPositive();
        try (var csv = CsvReader.builder().ofNamedCsvRecord(table.csv())) {
            assertThat(csv.stream().count()).isEqualTo(rows.size());
        }
        assertThat(table.text().lines().count()).isEqualTo(rows.size() + 1L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "offers | /0 | provider,model,vendor,released,open_weights,price,"
                        + "price_usd_per_mtok,ci,ci_se,context,features,valid_from,seen_at,"
                        + "sources,flags",
                "offers | /0/price | input,cached_input,cache_write,output",
                "index | '' | method,benchmark,threshold,ratio,at,points,n,factor_per_year,"
                        + "interval90,r2,half_life_days,forecast",
                "index | /points/0 | date,provider,model,price_usd_per_mtok,score,sources",
                "index | /forecast/0 | date,low,mid,high",
                "frontier | '' | at,ratio,points,dominated",
                "frontier | /points/0 | provider,model,price_usd_per_mtok,ci,ci_se",
                "frontier | /dominated/0 | provider,model,price_usd_per_mtok,ci,ci_se,beaten_by",
                "position | /0 | provider,model,date,price_usd_per_mtok,line_usd_per_mtok,factor,"
                        + "class",
                "undercuts | /0 | date,cheaper,dearer,factor,ci_difference",
                "race | /0 | vendor,model,date,value,jump,days_led,overtaken_by",
                "race | /0/overtaken_by/0 | vendor,model,days",
                "gap | /0 | date,leader,cheapest,factor,response_days",
                "clock | '' | axis,at,chaser,n,caught,median_days,days_factor_per_year,leaders",
                "claims | /0 | id,quote,source,figure,interval,verdict",
            })
    void fields_have_the_names_that_are_promised(String analysis, String at, String fields)
            throws Exception {
        JsonNode json =
                MAPPER.readTree(
                        ShippedMarket.ask(
                                        analysis, parameters(QUESTIONS.getOrDefault(analysis, "")))
                                .json());

        assertThat(json.at(at).propertyStream().map(Map.Entry::getKey))
                .contains(fields.split(",", -1));
    }

    @Test
    void an_index_of_the_past_knows_nothing_of_later() throws Exception {
        JsonNode json =
                MAPPER.readTree(ShippedMarket.ask("index", Map.of("at", "2024-06-30")).json());
        for (JsonNode point : json.path("points")) {
            assertThat(point.path("date").asText()).isLessThanOrEqualTo("2024-06-30");
        }
    }

    @Test
    void what_was_not_known_then_is_not_told() throws Exception {
        Map<String, String> now = Map.of("model", "deepseek-v3");
        Map<String, String> then = Map.of("model", "deepseek-v3", "known-on", "2024-06-30");

        assertThat(MAPPER.readTree(ShippedMarket.ask("history", now).json())).isNotEmpty();
        assertThat(MAPPER.readTree(ShippedMarket.ask("history", then).json())).isEmpty();
    }

    @Test
    void a_ratio_changes_the_blend_exactly() throws Exception {
        JsonNode three =
                MAPPER.readTree(ShippedMarket.ask("history", Map.of("model", "gpt-4")).json());
        JsonNode one =
                MAPPER.readTree(
                        ShippedMarket.ask("history", Map.of("model", "gpt-4", "ratio", "1:1"))
                                .json());

        assertThat(priceAtOpenAi(three)).isEqualTo("37.5");
        assertThat(priceAtOpenAi(one)).isEqualTo("45");
    }

    private static String priceAtOpenAi(JsonNode rows) {
        for (JsonNode row : rows) {
            if (row.path("provider").asText().equals("openai")) {
                return row.path("price_usd_per_mtok").decimalValue().toPlainString();
            }
        }
        throw new AssertionError("no row of openai");
    }

    @Test
    void two_models_are_compared_price_by_price() throws Exception {
        JsonNode row =
                MAPPER.readTree(
                                ShippedMarket.ask(
                                                "undercuts",
                                                Map.of(
                                                        "model", "deepseek-r1",
                                                        "against", "o3-mini",
                                                        "at", "2025-02-01"))
                                        .json())
                        .get(0);

        assertThat(row.path("input_factor").asText()).isEqualTo("2");
        assertThat(row.path("output_factor").decimalValue()).isEqualByComparingTo("2.00913");
        assertThat(row.path("cached_input_factor").decimalValue()).isEqualByComparingTo("3.92857");
    }

    @Test
    void the_cheaper_of_two_models_is_called_so_whichever_is_asked_for_first() {
        AnswerTable right =
                ShippedMarket.ask(
                        "undercuts", parameters("model=deepseek-r1&against=o3-mini&at=2025-02-01"));
        AnswerTable turned =
                ShippedMarket.ask(
                        "undercuts", parameters("model=o3-mini&against=deepseek-r1&at=2025-02-01"));

        assertThat(turned.json()).isEqualTo(right.json());
        assertThat(turned.notes()).anyMatch(note -> note.contains("o3-mini is the dearer one"));
        assertThat(right.notes()).noneMatch(note -> note.contains("dearer one"));
    }

    @Test
    void a_history_until_a_day_ends_there() throws Exception {
        Map<String, String> then = Map.of("model", "gpt-4", "at", "2024-06-30");
        JsonNode rows = MAPPER.readTree(ShippedMarket.ask("history", then).json());

        assertThat(rows).isNotEmpty();
        assertThat(rows.findValuesAsText("valid_from"))
                .allSatisfy(day -> assertThat(day).isLessThanOrEqualTo("2024-06-30"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "index | at=yesterday | false | at: expected a day",
                "index | known-on=2025-02-30 | false | known-on: expected a day",
                "index | ratio=3 | false | ratio: expected parts of input and output",
                "index | benchmark=gpqa-diamnd | true | gpqa-diamond",
                "index | threshold=gtp-4 | true | nearest: gpt-4",
                "index | threshold=500 | true | reaches ci>=500; the best is",
                "index | method=guess | false | constant-quality, epoch, a16z",
                "history | at=2025-01-01 | false | model: a model is needed",
                "history | model=gpt4o | true | gpt-4o",
                "position | model=o9-mini | true | nearest:",
                "race | axis=beauty | false | capability, context or speed",
                "race | axis=speed | true | no speed has been measured",
                "undercuts | factor=0.5 | false | 1 or more",
                "offers | vendor=opnai | true | openai",
                "offers | reasoning=maybe | false | yes or no",
                "history | model=llama-3.1 | true | llama-3.1-70b-instruct",
                "index | at=2019-01-01 | true | the first price is of 20",
                "index | vendr=openai | false | no parameter is called 'vendr'; nearest: vendor",
                "index | model=gpt-4o | false | model: index is not about one model; history, und",
                "index | axis=context | false | axis: index has no use for it; frontier, race and",
                "race | factor=3 | false | factor: race has no use for it; undercuts has",
                "offers | method=epoch | false | method: offers has no use for it; index has",
                "undercuts | model=o1&against=gpt-4o&factor=3 | false | factor: with --against two",
                "undercuts | against=gpt-4o | false | model: a model is needed",
                "tea | at=2025-01-01 | true | no analysis is called 'tea'",
            })
    void a_bad_question_says_what_would_work(
            String analysis, String query, boolean unknown, String says) {
        Reply reply = ShippedMarket.desk().answer(analysis, parameters(query));

        assertThat(reply).isInstanceOf(Reply.Refused.class);
        Reply.Refused refused = (Reply.Refused) reply;
        assertThat(refused.unknown()).as(refused.message()).isEqualTo(unknown);
        assertThat(refused.message()).contains(says);
    }

    @Test
    void a_plot_has_a_logarithmic_axis_and_its_points() {
        Drawing plot = Objects.requireNonNull(ShippedMarket.ask("index", Map.of()).plot());
        String drawn = plot.draw();

        assertThat(drawn).contains("$100", "$0.1", "●", "·").doesNotContain("\t");
        assertThat(drawn.lines().count()).isEqualTo(18);
        assertThat(plot.draw(78)).isEqualTo(drawn);
        assertThat(plot.draw(50)).contains("$100", "●", "·", "2023-03-14", "2026-01-29");
        assertThat(plot.draw(50).lines())
                .hasSize(18)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(50));
        assertThat(((Drawing) () -> "as wide as this").draw(10)).isEmpty();
    }

    @Test
    void a_narrow_terminal_wraps_and_cuts_nothing() {
        AnswerTable claims = ShippedMarket.ask("claims", Map.of());
        String wide = claims.text();
        String narrow = claims.text(100);

        assertThat(narrow.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(narrow).doesNotContain("…");
        assertThat(letters(narrow)).isEqualTo(letters(wide));
    }

    private static List<Integer> letters(String text) {
        return text.chars().filter(c -> !Character.isWhitespace(c)).sorted().boxed().toList();
    }

    @Test
    void a_table_rounds_and_the_document_does_not() {
        AnswerTable index = ShippedMarket.ask("index", Map.of("ratio", "1:1"));

        assertThat(index.text()).startsWith("date").contains("$/M 1:1");
        assertThat(Shape.FACTOR.write(15.1404)).isEqualTo("15.1");
        assertThat(Shape.FACTOR.write(467_761.4)).isEqualTo("467761");
        assertThat(Shape.PRICE.write(0.01638709)).isEqualTo("0.01639");
        assertThat(Shape.POINTS.write(3.77094)).isEqualTo("3.8");
        assertThat(ShippedMarket.ask("index", Map.of()).json()).contains(":0.13125,");
    }

    @ParameterizedTest
    @CsvSource({
        "2030-01-01, lies ahead",
        "2019-01-01, no price here is older than 202",
        "2025-01-01, LMArena (CC BY 4.0)"
    })
    void notes_tell_what_must_be_known_about_a_day_and_the_data(String at, String says) {
        assertThat(ShippedMarket.ask("offers", Map.of("at", at)).notes())
                .anySatisfy(note -> assertThat(note).contains(says));
    }

    @Test
    void a_race_of_one_maker_is_still_run_by_all() throws Exception {
        JsonNode rows =
                MAPPER.readTree(
                        ShippedMarket.ask("race", Map.of("vendor", "openai", "at", "2025-12-31"))
                                .json());

        assertThat(rows.findValuesAsText("model")).contains("gpt-4");
        assertThat(rows).allSatisfy(r -> assertThat(r.path("vendor").asText()).isEqualTo("openai"));
        assertThat(rows.get(0).path("overtaken_by")).isNotEmpty();
    }

    /** The documentation, made from real answers; long lists are cut to their first elements. */
    @Test
    void the_documentation_shows_real_answers() throws Exception {
        StringBuilder text =
                new StringBuilder(
                        """
                        # The market's API

                        Made by a test from real answers; do not edit. Every analysis is a command, `./undercut market NAME`, and an
                        address, `GET /api/market/NAME`, with the same parameters. All take `at` and `known-on` (days), `ratio` (`IN:OUT`,
                        default `3:1`), `vendor`, `open-weights` and `reasoning` (`yes`, `no`); with each stands what else it takes, of
                        `model`, `against` (a model), `factor` (default 2), `benchmark` (default `ci`), `threshold` (a number or a model),
                        `method` (`constant-quality`, `epoch`, `a16z`) and `axis` (`capability`, `context`, `speed`). A parameter that an
                        analysis does not take is refused. CSV comes with `--csv` or `Accept: text/csv`. Answers over HTTP carry an `ETag`; a request with
                        `If-None-Match` that still fits gets 304. A wrong parameter is a 400, an unknown name a 404, both as
                        `{"error": "…"}`. `flags` say what must be said of a price: `disputed`, `stale`, `retired`, `quantised`, `variant`.
                        `undercuts`, `race` and `gap` run from the oldest to the newest. Scores: LMArena (CC BY 4.0), Epoch AI (CC BY),
                        LLMStats (CC BY 4.0); see NOTICE. Amounts are USD per million tokens; what is not known is `null`. Lists are cut here.
                        """);
        for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
            JsonNode json =
                    MAPPER.readTree(
                            ShippedMarket.ask(question.getKey(), parameters(question.getValue()))
                                    .json());
            text.append("\n## ")
                    .append(question.getKey())
                    .append("\n\n`GET /api/market/")
                    .append(question.getKey())
                    .append('?')
                    .append(question.getValue())
                    .append("`\n\n")
                    .append(own(question.getKey()))
                    .append("```json\n")
                    .append(cut(json).toPrettyString().replace("\r\n", "\n"))
                    .append("\n```\n");
        }
        Golden.assertMatches("docs/MARKET-API.md", text.toString());
    }

    private static String own(String analysis) {
        List<String> own = new ArrayList<>(MarketDesk.parameters(analysis));
        own.removeAll(MarketDesk.parameters("offers"));
        return own.isEmpty() ? "" : "Takes `" + String.join("`, `", own) + "` too.\n\n";
    }

    private static JsonNode cut(JsonNode node) {
        if (node.isArray()) {
            var shorter = MAPPER.createArrayNode();
            int most = !node.isEmpty() && node.get(0).isObject() ? 1 : 2;
            List<JsonNode> first = new ArrayList<>();
            node.forEach(first::add);
            first.stream().limit(most).forEach(element -> shorter.add(cut(element)));
            return shorter;
        }
        if (node.isObject()) {
            var smaller = MAPPER.createObjectNode();
            node.propertyStream().forEach(e -> smaller.set(e.getKey(), cut(e.getValue())));
            return smaller;
        }
        return node;
    }
}
