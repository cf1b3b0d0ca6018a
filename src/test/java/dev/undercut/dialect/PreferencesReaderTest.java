package dev.undercut.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.undercut.chat.Feature;
import dev.undercut.chat.Preferences;
import dev.undercut.chat.Refusal;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesReaderTest {

    @Test
    void every_key_is_read() throws Exception {
        Preferences read =
                read(
                        """
                        {"quality_min": 55, "confidence": 0.9,
                         "benchmark_min": {"GPQA_Diamond": 60.5, "mmlu": 80},
                         "max_usd": 0.01, "max_usd_per_mtok": {"input": 1, "output": 4.25},
                         "min_context": 100000,
                         "needs": ["tools","VISION","json_schema","reasoning","audio",
                                   "embeddings"],
                         "providers": {"only": ["openai"], "ignore": ["xai","groq"]},
                         "order": "quality", "fallbacks": ["gpt-4o"], "session": "s",
                         "task": "t", "cache": "off", "dry_run": true,
                         "min_tokens_per_s": null, "max_ttft_ms": null, "compute": null}\
                        """);

        assertThat(read.qualityMin()).isEqualTo(55.0);
        assertThat(read.confidence()).isEqualTo(0.9);
        assertThat(read.benchmarkMin()).isEqualTo(Map.of("gpqa-diamond", 60.5, "mmlu", 80.0));
        assertThat(read.maxUsd()).isEqualTo(Usd.parse("0.01"));
        assertThat(read.maxInputPrice()).isEqualTo(PricePerMtok.parse("1"));
        assertThat(read.maxOutputPrice()).isEqualTo(PricePerMtok.parse("4.25"));
        assertThat(read.minContext()).isEqualTo(100_000);
        assertThat(read.needs()).containsExactlyInAnyOrder(Feature.values());
        assertThat(read.only()).containsExactly("openai");
        assertThat(read.ignore()).containsExactly("xai", "groq");
        assertThat(read.order()).isEqualTo(Preferences.Order.QUALITY);
        assertThat(read.fallbacks()).containsExactly("gpt-4o");
        assertThat(read.session()).isEqualTo("s");
        assertThat(read.task()).isEqualTo("t");
        assertThat(read.dryRun()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"quality_min\":null,\"confidence\":null,\"benchmark_min\":null,\"max_usd\":null,"
                        + "\"max_usd_per_mtok\":null,\"min_context\":null,\"needs\":null,"
                        + "\"providers\":null,\"order\":null,\"fallbacks\":null,\"session\":null,"
                        + "\"task\":null,\"cache\":null,\"dry_run\":null}",
                "{\"max_usd_per_mtok\":{\"input\":null},\"providers\":{\"only\":null},"
                        + "\"benchmark_min\":{\"mmlu\":null}}",
            })
    void nothing_said_is_nothing_asked(String json) throws Exception {
        assertThat(read(json)).isEqualTo(Preferences.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "undercut | 5",
                "undercut | [\"x\"]",
                "undercut.quality_min | {\"quality_min\":\"55\"}",
                "undercut.quality_min | {\"quality_min\":true}",
                "undercut.confidence | {\"confidence\":\"high\"}",
                "undercut.confidence | {\"confidence\":0}",
                "undercut.confidence | {\"confidence\":1}",
                "undercut.confidence | {\"confidence\":-0.5}",
                "undercut.benchmark_min | {\"benchmark_min\":60}",
                "undercut.benchmark_min.mmlu | {\"benchmark_min\":{\"mmlu\":\"60\"}}",
                "undercut.max_usd | {\"max_usd\":\"0.01\"}",
                "undercut.max_usd | {\"max_usd\":0}",
                "undercut.max_usd | {\"max_usd\":-1}",
                "undercut.max_usd | {\"max_usd\":10000000}",
                "undercut.max_usd_per_mtok | {\"max_usd_per_mtok\":1}",
                "undercut.max_usd_per_mtok.input | {\"max_usd_per_mtok\":{\"input\":\"1\"}}",
                "undercut.max_usd_per_mtok.input | {\"max_usd_per_mtok\":{\"input\":-1}}",
                "undercut.max_usd_per_mtok.output | {\"max_usd_per_mtok\":{\"output\":1e-7}}",
                "undercut.min_context | {\"min_context\":\"big\"}",
                "undercut.min_context | {\"min_context\":1.5}",
                "undercut.min_context | {\"min_context\":-1}",
                "undercut.min_context | {\"min_context\":9223372036854775808}",
                "undercut.needs | {\"needs\":\"tools\"}",
                "undercut.needs | {\"needs\":[1]}",
                "undercut.needs | {\"needs\":[\"telepathy\"]}",
                "undercut.providers | {\"providers\":[\"openai\"]}",
                "undercut.providers.only | {\"providers\":{\"only\":\"openai\"}}",
                "undercut.providers.ignore | {\"providers\":{\"ignore\":[null]}}",
                "undercut.order | {\"order\":\"cheap\"}",
                "undercut.order | {\"order\":1}",
                "undercut.fallbacks | {\"fallbacks\":\"gpt-4o\"}",
                "undercut.fallbacks | {\"fallbacks\":[{}]}",
                "undercut.session | {\"session\":5}",
                "undercut.task | {\"task\":[]}",
                "undercut.cache | {\"cache\":\"on\"}",
                "undercut.cache | {\"cache\":{}}",
                "undercut.dry_run | {\"dry_run\":\"true\"}",
                "undercut.dry_run | {\"dry_run\":1}",
            })
    void a_wrong_value_is_named(String param, String json) {
        Refusal refusal = refusal(json);

        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.message()).startsWith(param + ": ");
        assertThat(refusal.code()).isEqualTo("invalid_value");
        assertThat(refusal.kind().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "undercut.qualty_min, '{\"qualty_min\":55}'",
        "undercut.QUALITY_MIN, '{\"QUALITY_MIN\":55}'",
        "undercut.providers.order, '{\"providers\":{\"order\":[]}}'",
        "undercut.max_usd_per_mtok.request, '{\"max_usd_per_mtok\":{\"request\":1}}'",
        "undercut.'', '{\"\":1}'",
    })
    void an_unknown_key_is_named_with_those_that_are_known(String param, String json) {
        Refusal refusal = refusal(json);

        assertThat(refusal.code()).isEqualTo("unknown_parameter");
        assertThat(refusal.param()).isEqualTo(param.replace("''", ""));
        assertThat(refusal.message()).contains(param.replace("''", "")).contains("known are");
    }

    @Test
    void test_time_compute_is_an_object_and_is_kept_as_it_is() throws Exception {
        assertThat(read("{\"compute\":{\"n\":3}}").compute()).isEqualTo("{\"n\":3}");
        assertThat(read("{}").compute()).isNull();
        assertThat(refusal("{\"compute\":1}").param()).isEqualTo("undercut.compute");
    }

    @Test
    void an_amount_is_exact_to_the_twelfth_decimal_and_never_rounded() throws Exception {
        assertThat(read("{\"max_usd\":0.000000000001}").maxUsd()).isEqualTo(new Usd(1));
        assertThat(read("{\"max_usd\":1e-12}").maxUsd()).isEqualTo(new Usd(1));
        assertThat(read("{\"max_usd\":0.1234567890120}").maxUsd())
                .isEqualTo(new Usd(123_456_789_012L));
        assertThat(refusal("{\"max_usd\":0.0000000000001}").message()).contains("12 decimals");
        assertThat(refusal("{\"max_usd\":1.0000000000001}").param()).isEqualTo("undercut.max_usd");
    }

    @Test
    void a_label_has_at_most_256_characters() throws Exception {
        assertThat(read("{\"task\":\"" + "x".repeat(256) + "\"}").task()).hasSize(256);
        assertThat(refusal("{\"session\":\"" + "x".repeat(257) + "\"}").param())
                .isEqualTo("undercut.session");
    }

    @Test
    void of_two_spellings_of_a_benchmark_the_higher_floor_counts() throws Exception {
        assertThat(read("{\"benchmark_min\":{\"GPQA_Diamond\":60,\"gpqa-diamond\":50}}"))
                .extracting(Preferences::benchmarkMin)
                .isEqualTo(Map.of("gpqa-diamond", 60.0));
    }

    private static Preferences read(String json) throws Exception {
        return PreferencesReader.read(Json.MAPPER.readTree(json));
    }

    private static Refusal refusal(String json) {
        return catchThrowableOfType(RefusedException.class, () -> read(json)).refusal();
    }
}
