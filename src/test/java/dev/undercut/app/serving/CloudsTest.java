package dev.undercut.app.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.dispatch.Serving;
import dev.undercut.market.Offer;
import dev.undercut.route.Listing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When providers are callable that need more than a key. */
class CloudsTest {
    private static final Map<String, String> AWS =
            Map.of(
                    "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_REGION", "eu-central-1");

    @TempDir Path folder;

    private Set<String> providers(Map<String, String> environment, String yaml) {
        try (Counter counter = new Counter(folder, environment, "sandbox: off\n" + yaml)) {
            return counter.serving.get().upstreams().byId().keySet();
        }
    }

    @Test
    void keys_that_serve_for_more_than_models_count_only_where_the_provider_is_named() {
        String named = "providers: {amazon-bedrock: {}}\n";

        assertThat(providers(AWS, "")).isEmpty();
        assertThat(providers(AWS, named)).containsExactly("amazon-bedrock");
        assertThat(providers(Map.of("AWS_REGION", "eu-central-1"), named)).isEmpty();
        assertThat(
                        providers(
                                Map.of(
                                        "GOOGLE_APPLICATION_CREDENTIALS", "/nowhere.json",
                                        "GOOGLE_CLOUD_PROJECT", "p"),
                                ""))
                .isEmpty();
        assertThat(
                        providers(
                                Map.of(
                                        "GOOGLE_APPLICATION_CREDENTIALS", "/nowhere.json",
                                        "GOOGLE_CLOUD_PROJECT", "p"),
                                "providers: {google-vertex: {}}\n"))
                .containsExactly("google-vertex");
    }

    @Test
    void a_key_made_for_models_is_enough_once_the_address_is_known() {
        Map<String, String> key = Map.of("AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key");
        Map<String, String> both =
                Map.of(
                        "AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key",
                        "AWS_REGION", "us-east-1");
        Map<String, String> azure =
                Map.of(
                        "AZURE_OPENAI_API_KEY", "azure-key",
                        "AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com/");

        assertThat(providers(key, "")).isEmpty();
        assertThat(providers(both, "")).containsExactly("amazon-bedrock");
        assertThat(providers(azure, "")).containsExactly("azure");
        assertThat(providers(key, "providers: {amazon-bedrock: {}}\n")).isEmpty();
    }

    @Test
    void a_token_of_google_goes_nowhere_else() {
        Map<String, String> google =
                Map.of(
                        "GOOGLE_APPLICATION_CREDENTIALS", "/nowhere.json",
                        "GOOGLE_CLOUD_PROJECT", "p");

        assertThat(
                        providers(
                                google,
                                "providers: {google-vertex: {base_url: https://evil.example/v1}}\n"))
                .isEmpty();
        assertThat(
                        providers(
                                google,
                                "providers: {google-vertex: {base_url:"
                                        + " https://europe-west4-aiplatform.googleapis.com/v1/x}}\n"))
                .containsExactly("google-vertex");
    }

    @Test
    void what_is_missing_is_said() {
        try (Counter counter =
                new Counter(folder, Map.of("AWS_BEARER_TOKEN_BEDROCK", "key"), "sandbox: off")) {
            Listing listing = counter.serving.get().listing();

            assertThat(listing.hintFor("amazon-bedrock")).contains("set AWS_REGION");
            assertThat(listing.hintFor("azure"))
                    .contains("set AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT");
            assertThat(listing.hintFor("google")).contains("set GEMINI_API_KEY");
        }
    }

    @Test
    void a_provider_that_was_moved_or_switched_off_is_not_reached_by_a_variable() {
        Map<String, String> keys =
                Map.of("GEMINI_API_KEY", "key", "AWS_BEARER_TOKEN_BEDROCK", "key");
        String moved =
                """
                sandbox: off
                providers:
                  amazon-bedrock: {base_url: "https://mine.example"}
                  google: {enabled: false}
                """;
        try (Counter counter = new Counter(folder, keys, moved)) {
            Listing listing = counter.serving.get().listing();

            assertThat(listing.hintFor("amazon-bedrock"))
                    .contains("write api_key under amazon-bedrock in the configuration");
            assertThat(listing.hintFor("google")).contains("enable google in the configuration");
        }
    }

    @Test
    void only_models_that_the_file_says_are_callable_are_offered() {
        try (Counter counter =
                new Counter(
                        folder,
                        Map.of(
                                "GOOGLE_OAUTH_ACCESS_TOKEN", "ya29.token",
                                "GOOGLE_CLOUD_PROJECT", "p"),
                        "sandbox: off")) {
            Serving serving = counter.serving.get();

            assertThat(serving.upstreams().byId()).containsOnlyKeys("google-vertex");
            assertThat(
                            serving.listing().callable().stream()
                                    .map(Offer::upstreamId)
                                    .collect(Collectors.toSet()))
                    .isNotEmpty()
                    .allMatch(id -> id.startsWith("gemini-"));
        }
    }
}
