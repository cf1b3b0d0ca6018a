package dev.undercut.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UsageReport;
import dev.undercut.money.Usd;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiUsageTest {
    private static final Quirks DEEPSEEK =
            new Quirks(Quirks.StreamUsage.ASK, "max_tokens", "prompt_cache_hit_tokens", null);
    private static final Quirks OPENROUTER =
            new Quirks(Quirks.StreamUsage.ASK, "max_tokens", null, "cost");

    @Test
    void openai_counts_cached_and_reasoning_tokens_inside() throws Exception {
        assertThat(
                        usage(
                                """
                                {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
                                 "prompt_tokens_details":{"cached_tokens":60,"audio_tokens":0,
                                   "cache_write_tokens":10},
                                 "completion_tokens_details":{"reasoning_tokens":30,
                                   "accepted_prediction_tokens":0}}\
                                """))
                .isEqualTo(new Usage(30, 60, 10, 0, 20, 30));
    }

    @Test
    void deepseek_reports_cache_hits_in_a_field_of_its_own() throws Exception {
        String json =
                """
                {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
                 "prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36,
                 "completion_tokens_details":{"reasoning_tokens":20}}\
                """;

        assertThat(read(json, DEEPSEEK).usage()).isEqualTo(new Usage(36, 64, 0, 0, 30, 20));
        assertThat(read(json, Quirks.NONE).usage()).isEqualTo(new Usage(100, 0, 0, 0, 30, 20));
    }

    @Test
    void a_quirky_field_that_is_missing_leaves_the_usual_one() throws Exception {
        assertThat(
                        read(
                                        "{\"prompt_tokens\":9,\"completion_tokens\":1,"
                                                + "\"prompt_tokens_details\":{\"cached_tokens\":4}}",
                                        DEEPSEEK)
                                .usage())
                .isEqualTo(new Usage(5, 4, 0, 0, 1, 0));
    }

    @Test
    void openrouter_says_what_it_billed() throws Exception {
        UsageReport report =
                read(
                        """
                        {"prompt_tokens":194,"completion_tokens":2,"total_tokens":196,
                         "cost":0.00095,"is_byok":false,"cost_details":{"upstream_inference_cost":19},
                         "prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":100},
                         "completion_tokens_details":{"reasoning_tokens":0}}\
                        """,
                        OPENROUTER);

        assertThat(report.usage()).isEqualTo(new Usage(94, 0, 100, 0, 2, 0));
        assertThat(report.billed()).isEqualTo(Usd.parse("0.00095"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1e-12, 0.000000000001",
        "0.0000000000005, 0.000000000001",
        "0.00000000000049, 0",
        "123.456, 123.456"
    })
    void a_bill_is_rounded_to_the_nearest_pico_dollar(String cost, String usd) throws Exception {
        assertThat(billed(cost)).isEqualTo(Usd.parse(usd));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "\"0.1\"", "-0.1", "1e7", "1e30", "1e999999999", "1e-999999999"})
    void a_bill_that_makes_no_sense_is_none(String cost) throws Exception {
        assertThat(billed(cost)).isIn(null, Usd.ZERO);
    }

    @Test
    void ollama_reports_no_details() throws Exception {
        assertThat(usage("{\"prompt_tokens\":26,\"completion_tokens\":298,\"total_tokens\":324}"))
                .isEqualTo(Usage.of(26, 298));
        assertThat(
                        usage(
                                "{\"prompt_tokens\":26,\"completion_tokens\":298,"
                                        + "\"prompt_tokens_details\":null,"
                                        + "\"completion_tokens_details\":null}"))
                .isEqualTo(Usage.of(26, 298));
    }

    @Test
    void xai_counts_reasoning_on_top_and_its_total_shows_it() throws Exception {
        assertThat(
                        usage(
                                """
                                {"prompt_tokens":32,"completion_tokens":109,"total_tokens":241,
                                 "completion_tokens_details":{"reasoning_tokens":100}}\
                                """))
                .isEqualTo(new Usage(32, 0, 0, 0, 109, 100));
        assertThat(
                        usage(
                                """
                                {"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,
                                 "completion_tokens_details":{"reasoning_tokens":94}}\
                                """))
                .isEqualTo(new Usage(32, 0, 0, 0, 9, 94));
    }

    @Test
    void what_was_reported_is_kept_as_it_came() throws Exception {
        String json = "{\"prompt_tokens\":1,\"completion_tokens\":2,\"queue_time\":0.5}";

        assertThat(read(json, Quirks.NONE).raw()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "5",
                "[]",
                "{}",
                "{\"completion_tokens\":5}",
                "{\"prompt_tokens\":-1,\"completion_tokens\":5}",
                "{\"prompt_tokens\":1,\"completion_tokens\":-5}",
                "{\"prompt_tokens\":\"1\",\"completion_tokens\":5}",
                "{\"prompt_tokens\":1.5,\"completion_tokens\":5}",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":11}}",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":-3}}",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":6,"
                        + "\"cache_write_tokens\":6}}",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":-2}}",
                "{\"prompt_tokens\":9223372036854775807,\"completion_tokens\":5}",
                "{\"prompt_tokens\":10,\"completion_tokens\":2000000000}",
                "{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":5}",
            })
    void counts_that_are_missing_negative_contradictory_or_absurd_are_no_report(String json)
            throws Exception {
        assertThat(maybe(json, Quirks.NONE)).isNull();
    }

    @Property(tries = 300)
    void the_parts_always_sum_to_what_was_reported(
            @ForAll @IntRange(max = 1_000_000) int prompt,
            @ForAll @IntRange(max = 1_000_000) int cached,
            @ForAll @IntRange(max = 1_000) int written,
            @ForAll @IntRange(max = 1_000_000) int completion,
            @ForAll @IntRange(max = 1_000_000) int reasoning,
            @ForAll boolean onTop)
            throws Exception {
        int total = prompt + completion + (onTop ? reasoning : 0);
        UsageReport report =
                maybe(
                        """
                        {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,
                         "prompt_tokens_details":{"cached_tokens":%d,"cache_write_tokens":%d},
                         "completion_tokens_details":{"reasoning_tokens":%d}}\
                        """
                                .formatted(prompt, completion, total, cached, written, reasoning),
                        Quirks.NONE);

        if (cached + written > prompt) {
            assertThat(report).isNull();
            return;
        }
        boolean apart = onTop || reasoning > completion;
        Usage usage = Objects.requireNonNull(report).usage();
        assertThat(usage.totalInput()).isEqualTo(prompt);
        assertThat(usage.cacheRead()).isEqualTo(cached);
        assertThat(usage.totalOutput()).isEqualTo(completion + (apart ? reasoning : 0));
        assertThat(usage.reasoning()).isEqualTo(reasoning);
    }

    private static Usage usage(String json) throws Exception {
        return read(json, Quirks.NONE).usage();
    }

    private static @Nullable Usd billed(String cost) throws Exception {
        return read(
                        "{\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":" + cost + "}",
                        OPENROUTER)
                .billed();
    }

    private static UsageReport read(String json, Quirks quirks) throws Exception {
        return Objects.requireNonNull(maybe(json, quirks));
    }

    private static @Nullable UsageReport maybe(String json, Quirks quirks) throws Exception {
        UsageReport read = OpenAiUsage.read(Json.MAPPER.readTree(json), quirks);
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            parser.nextToken();
            assertThat(OpenAiUsage.read(parser, () -> rawOf(read), quirks)).isEqualTo(read);
        }
        return read;
    }

    private static String rawOf(@Nullable UsageReport report) {
        return Objects.requireNonNull(report).raw();
    }
}
