package dev.undercut.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import dev.undercut.provider.Authentication;
import dev.undercut.provider.http.Http1;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token of Google, exchanged for the credentials in a file and renewed before it ends. One
 * caller fetches it; the others go on with the old one as long as it holds.
 */
public final class GoogleToken implements Authentication {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 256 * 1024;

    private final Path file;
    private final Http1 http;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Token token = new Token("", Instant.MIN, Instant.MIN);

    private record Token(String bearer, Instant renew, Instant end) {}

    /**
     * Tokens for that file, which is read whenever one is fetched.
     *
     * @param http reaches Google's token endpoint
     */
    public GoogleToken(Path file, Http1 http, InstantSource clock) {
        this.file = file;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Map<String, String> headers(URI address, byte[] body) throws IOException {
        return Map.of("Authorization", "Bearer " + current().bearer);
    }

    private Token current() throws IOException {
        Token held = token;
        Instant now = clock.instant();
        if (now.isBefore(held.renew)) {
            return held;
        }
        if (now.isBefore(held.end)) {
            return fetching.tryLock() ? renewed(held) : held;
        }
        fetching.lock();
        return renewed(held);
    }

    /** Called with the lock held, which it gives back. */
    private Token renewed(Token held) throws IOException {
        try {
            if (clock.instant().isBefore(token.renew)) {
                return token;
            }
            token = fetched();
            return token;
        } catch (IOException e) {
            if (clock.instant().isBefore(held.end)) {
                return held;
            }
            throw e;
        } finally {
            fetching.unlock();
        }
    }

    private Token fetched() throws IOException {
        Instant now = clock.instant();
        GoogleCredentials credentials = credentials();
        String form = form(credentials, now);
        Map<String, String> headers =
                Map.of(
                        "Content-Type", "application/x-www-form-urlencoded",
                        "Accept", "application/json");
        try (Http1.Exchange answer =
                http.post(
                        Http1.target(credentials.tokenUri(), headers),
                        form.getBytes(UTF_8),
                        PATIENCE)) {
            JsonNode json = Json.tree(answer.body().readNBytes(MOST));
            return token(answer.status(), json, now);
        }
    }

    private GoogleCredentials credentials() throws IOException {
        try {
            return GoogleCredentials.read(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new NotAuthenticated("the credentials file cannot be used: " + e.getMessage());
        } catch (IOException e) {
            throw new NotAuthenticated(
                    "the credentials file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String form(GoogleCredentials credentials, Instant now) throws IOException {
        try {
            return credentials.form(now);
        } catch (GeneralSecurityException e) {
            throw new NotAuthenticated("the credentials' key cannot sign");
        }
    }

    private static Token token(int status, @Nullable JsonNode json, Instant now)
            throws IOException {
        String bearer = json == null ? "" : json.path("access_token").asText("");
        if (status == 200 && !bearer.isBlank() && json != null) {
            Duration life = Duration.ofSeconds(Math.max(1, json.path("expires_in").asLong(3600)));
            Duration early = EARLY.compareTo(life.dividedBy(2)) < 0 ? EARLY : life.dividedBy(2);
            return new Token(bearer, now.plus(life).minus(early), now.plus(life));
        }
        String code = json == null ? "" : json.path("error").asText("");
        String known = code.matches("[a-z_]{1,40}") ? ": " + code : "";
        if (status >= 400 && status < 500) {
            throw new NotAuthenticated("Google gave no token (HTTP " + status + known + ")");
        }
        throw new IOException("Google's token endpoint answered HTTP " + status);
    }
}
