package dev.undercut.app.serving;

import dev.undercut.provider.Authentication;
import dev.undercut.provider.ProviderFacts.Proof;
import dev.undercut.provider.auth.AwsCredentials;
import dev.undercut.provider.auth.AwsSignature;
import dev.undercut.provider.auth.GoogleToken;
import dev.undercut.provider.http.Http1;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes what proves requests to clouds. Their credentials serve for much else than models, so that
 * they count only where the configuration names the provider.
 */
final class Proofs {
    private static final String BEDROCK = "bedrock";

    private final Map<String, String> environment;
    private final InstantSource clock;

    Proofs(Map<String, String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** The proof for requests to that address; empty when the credentials for it are not set. */
    Optional<Authentication> of(Proof proof, URI baseUrl, Http1 http) {
        return switch (proof) {
            case NONE -> Optional.of(Authentication.NONE);
            case GOOGLE -> google(baseUrl, http);
            case AWS -> aws(baseUrl);
        };
    }

    private Optional<Authentication> google(URI baseUrl, Http1 http) {
        String file = set("GOOGLE_APPLICATION_CREDENTIALS");
        return file == null || !isGoogles(baseUrl)
                ? Optional.empty()
                : Optional.of(new GoogleToken(Path.of(file), http, clock));
    }

    /** A token opens all of a project: it goes to Google, or nowhere but to this machine. */
    private static boolean isGoogles(URI baseUrl) {
        String host = String.valueOf(baseUrl.getHost()).toLowerCase(Locale.ROOT);
        return host.endsWith(".googleapis.com") || host.equals("127.0.0.1");
    }

    private Optional<Authentication> aws(URI baseUrl) {
        String id = set("AWS_ACCESS_KEY_ID");
        String secret = set("AWS_SECRET_ACCESS_KEY");
        String region = region(baseUrl);
        return id == null || secret == null || region == null
                ? Optional.empty()
                : Optional.of(
                        new AwsSignature(
                                new AwsCredentials(id, secret, set("AWS_SESSION_TOKEN")),
                                region,
                                BEDROCK,
                                clock));
    }

    private @Nullable String region(URI baseUrl) {
        try {
            return AwsSignature.region(baseUrl);
        } catch (IllegalArgumentException e) {
            // a proxy, or a name of the operator's own
            return set("AWS_REGION");
        }
    }

    private @Nullable String set(String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
