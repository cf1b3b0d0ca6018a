package dev.undercut.app.config;

import dev.undercut.identity.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One provider of the configuration file.
 *
 * @param id the name it has in the file and before the slash in {@code id/model}
 * @param dialect {@code openai}, {@code anthropic}, {@code gemini}, {@code ollama} or {@code
 *     bedrock}
 * @param baseUrl http or https, without user info, query and trailing slash
 * @param apiKeys the keys to use; empty when it needs none or none was found
 * @param keyHeader the header that carries the key, or null for the provider's or dialect's own
 * @param models the models by the name that callers use, in the order of the file
 * @param enabled whether it is used at all
 * @param headers further headers of each request to it; secret because many carry a token
 * @param timeouts how long to wait for it
 * @param prefill whether it goes on with a last message of the assistant, or null when not said
 */
public record ProviderConfig(
        String id,
        String dialect,
        URI baseUrl,
        List<Secret> apiKeys,
        @Nullable String keyHeader,
        Map<String, ModelConfig> models,
        boolean enabled,
        Map<String, Secret> headers,
        Timeouts timeouts,
        @Nullable Boolean prefill) {

    public ProviderConfig {
        apiKeys = List.copyOf(apiKeys);
        models = Config.ordered(models);
        headers = Config.ordered(headers);
    }

    /**
     * How long to wait for a provider.
     *
     * @param connect until the connection stands
     * @param firstByte until the first byte of the answer
     * @param idle between two bytes of the answer
     */
    public record Timeouts(Duration connect, Duration firstByte, Duration idle) {}
}
