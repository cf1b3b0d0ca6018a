package dev.undercut.market.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.feed.source.Feeds;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys of LiteLLM's file say beside the model. */
class LiteLlmRoutesTest {
    private static List<Item> read(String key, String provider) throws IOException {
        return Recorded.read(
                Feeds.find("litellm").orElseThrow(),
                """
                {"%s": {"litellm_provider": "%s", "input_cost_per_token": 1e-6,
                  "output_cost_per_token": 2.5e-6}}
                """
                        .formatted(key, provider));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bedrock/us-east-1/anthropic.claude-v1",
                "bedrock/us-gov-west-1/1-month-commitment/anthropic.claude-v1",
                "eu.anthropic.claude-opus-4-6-v1:0",
                "azure/eu/gpt-4o",
                "azure/global-standard/gpt-4o"
            })
    void copies_for_one_region_are_left_aside(String key) throws IOException {
        assertThat(read(key, "bedrock"))
                .containsExactly(new Item.Skipped(key, "a copy for one region"));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5, openai, gpt-5",
        "together_ai/meta-llama/Llama-3.3, together_ai, meta-llama/Llama-3.3",
        "bedrock/anthropic.claude-v1, bedrock_converse, anthropic.claude-v1",
        "anthropic.claude-v1.2, bedrock, anthropic.claude-v1.2",
        "moonshotai/kimi-k2-0905, groq, moonshotai/kimi-k2-0905"
    })
    void the_rest_of_a_key_is_the_id_to_send(String key, String provider, String id)
            throws IOException {
        assertThat(read(key, provider))
                .singleElement()
                .isInstanceOfSatisfying(
                        Item.Price.class,
                        price -> {
                            assertThat(price.observation().upstreamId()).isEqualTo(id);
                            assertThat(price.observation().amounts().text())
                                    .isEqualTo("input 1, output 2.5");
                        });
    }
}
