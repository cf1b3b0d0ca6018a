package dev.undercut.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    private final Catalog catalog =
            new Catalog(
                    List.of(
                            model("gpt-5", false),
                            model("gpt-5-pro", false),
                            model("gpt-4-turbo", false),
                            model("claude-opus-4.5", false),
                            model("claude-1.2", false),
                            model("llama-3.3-70b-instruct", true),
                            model("llama-3-70b-instruct", true),
                            model("deepseek-v3.1", true)),
                    Map.of("gpt-five", "gpt-5", "acme/special", "gpt-5-pro"),
                    List.of("together", "google"),
                    List.of(
                            new Catalog.Spelling("litellm", "gemini", "google"),
                            new Catalog.Spelling("*", "Together_AI", "together"),
                            new Catalog.Spelling("*", "aws", "amazon-bedrock")));

    private static Model model(String id, boolean open) {
        return new Model(
                id,
                id,
                "maker",
                null,
                open,
                false,
                null,
                null,
                Set.of(),
                null,
                Capability.unrated(),
                Map.of(),
                "test");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5, gpt-5",
        "GPT-5, gpt-5",
        "openai/gpt-5, gpt-5",
        "gpt-five, gpt-5",
        "acme/special, gpt-5-pro",
        "claude-4-5-opus, claude-opus-4.5",
        "anthropic/claude-opus-4-5, claude-opus-4.5",
        "claude-opus-4-5-20251101, claude-opus-4.5",
        "gpt-4-turbo-2024-04-09, gpt-4-turbo",
        "accounts/fireworks/models/llama-v3p3-70b-instruct, llama-3.3-70b-instruct",
        "Llama 3.3 70B, llama-3.3-70b-instruct",
        "meta-llama/Llama-3.3-70B-Instruct-Turbo, llama-3.3-70b-instruct",
        "meta/llama3-70b-instruct, llama-3-70b-instruct",
        "deepseek-ai/DeepSeek-V3.1, deepseek-v3.1"
    })
    void spellings_join_by_rule(String spelled, String model) {
        assertThat(catalog.model(spelled).map(Catalog.Join::model)).contains(model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-5-5",
                "gpt-5-5-pro",
                "gpt-5-fast",
                "gpt-4",
                "claude-2-1",
                "claude-opus-5.4",
                "claude-opus-4-5-fast",
                "llama-3-8b-instruct",
                "gpt-5-mini",
                ""
            })
    void what_may_be_another_model_does_not(String spelled) {
        assertThat(catalog.model(spelled)).isEmpty();
    }

    @Test
    void a_spelling_of_two_models_is_one_of_none() {
        Catalog twins =
                new Catalog(
                        List.of(model("a-b-1", true), model("b-a-1", true)),
                        Map.of(),
                        List.of(),
                        List.of());
        assertThat(twins.model("a-b-1").map(Catalog.Join::model)).contains("a-b-1");
        assertThat(twins.model("a_b_1")).isEmpty();
    }

    @Test
    void the_spelling_tells_how_it_is_served() {
        assertThat(catalog.model("llama-3.3-70b-instruct-turbo").orElseThrow().notes())
                .containsExactly("variant: fast");
        assertThat(catalog.model("llama-3.3-70b-instruct-fp8").orElseThrow().notes())
                .containsExactly("quantised: fp8");
        assertThat(catalog.model("gpt-4-turbo").orElseThrow().notes()).isEmpty();
    }

    @Test
    void providers_join_by_id_and_by_reviewed_spelling() {
        assertThat(catalog.provider("litellm", "gemini")).contains("google");
        assertThat(catalog.provider("models.dev", "gemini")).isEqualTo(Optional.empty());
        assertThat(catalog.provider("models.dev", "Google")).contains("google");
        assertThat(catalog.provider("any", "together_ai")).contains("together");
        assertThat(catalog.provider("any", "amazon-bedrock")).contains("amazon-bedrock");
        assertThat(catalog.provider("any", "nobody")).isEmpty();
    }
}
