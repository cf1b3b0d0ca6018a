package dev.undercut.market.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderFilesTest {
    private static final Set<String> KEYS =
            Set.of(
                    "id",
                    "name",
                    "dialect",
                    "base_url",
                    "key_env",
                    "local",
                    "probe",
                    "vendor_of",
                    "quirks",
                    "source",
                    "checked");
    private static final Set<String> QUIRKS =
            Set.of(
                    "stream_usage",
                    "output_limit",
                    "cached_tokens",
                    "billed_cost",
                    "free_suffix",
                    "headers",
                    "thinking_budget",
                    "no_schema",
                    "no_sampling",
                    "prefill");

    @Test
    void every_provider_that_the_product_promises_has_a_file() {
        assertThat(ProviderFiles.ids())
                .contains(
                        "openai",
                        "deepseek",
                        "groq",
                        "mistral",
                        "together",
                        "fireworks",
                        "deepinfra",
                        "cerebras",
                        "sambanova",
                        "xai",
                        "openrouter",
                        "moonshot",
                        "zai",
                        "alibaba",
                        "perplexity",
                        "nvidia",
                        "nebius",
                        "novita",
                        "ollama",
                        "vllm",
                        "lmstudio",
                        "llamacpp");
    }

    static List<Path> files() {
        return ProviderFiles.paths();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_holds_the_documented_keys(Path file) {
        Map<String, Object> keys = ProviderFiles.read(file);

        Set<String> needed = new TreeSet<>(keys.keySet());
        needed.remove("auth");
        needed.remove("serves");
        assertThat(needed).isEqualTo(KEYS);
        assertThat(file.getFileName()).hasToString(keys.get("id") + ".yaml");
        assertThat(String.valueOf(keys.get("name"))).isNotBlank();
        assertThat(keys.get("dialect")).isIn("openai", "anthropic", "gemini", "ollama", "bedrock");
        assertThat(String.valueOf(keys.get("checked"))).matches("\\d{4}-\\d\\d-\\d\\d");
        assertThat(String.valueOf(keys.get("source"))).startsWith("https://");
        ((Map<?, ?>) Objects.requireNonNull(keys.get("quirks")))
                .keySet()
                .forEach(quirk -> assertThat(QUIRKS).contains(String.valueOf(quirk)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void only_the_users_own_machine_is_spoken_to_in_the_clear(Path file) {
        Map<String, Object> keys = ProviderFiles.read(file);
        URI base =
                URI.create(
                        String.valueOf(keys.get("base_url"))
                                .replaceFirst("^\\$\\{[A-Z_]+}", "https://example.com")
                                .replaceAll("\\$\\{[A-Z_]+}", "x"));
        boolean local = Boolean.TRUE.equals(keys.get("local"));

        assertThat(base.getScheme()).isEqualTo(local ? "http" : "https");
        assertThat(base.getHost().equals("127.0.0.1")).isEqualTo(local);
        assertThat(base.toString()).doesNotEndWith("/");
        assertThat(((List<?>) Objects.requireNonNull(keys.get("key_env"))).isEmpty())
                .isEqualTo(local);
    }
}
