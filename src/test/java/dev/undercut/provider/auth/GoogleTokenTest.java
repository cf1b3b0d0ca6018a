package dev.undercut.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.undercut.dialect.Json;
import dev.undercut.provider.Authentication.NotAuthenticated;
import dev.undercut.provider.http.Http1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class GoogleTokenTest {
    private static final URI ANYWHERE = URI.create("https://aiplatform.googleapis.com/v1/x");

    private final List<String> forms = new CopyOnWriteArrayList<>();
    private Instant now = Instant.EPOCH;
    private volatile String answer = "";
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private volatile int status;
    private HttpServer endpoint;
    private Http1 http;
    private KeyPair keys;
    private Path file;
    private GoogleToken token;

    @BeforeAll
    void start() throws Exception {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext(
                "/token",
                exchange -> {
                    forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    byte[] body = answer.getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        endpoint.start();
        http =
                new Http1(
                        () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        ticker,
                        System::nanoTime);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @AfterAll
    void stop() {
        http.close();
        ticker.shutdownNow();
        endpoint.stop(0);
    }

    @BeforeEach
    void credentials(@TempDir Path home) throws Exception {
        forms.clear();
        status = 200;
        answer = bearer("first");
        now = Instant.parse("2026-11-22T06:00:00Z");
        file = home.resolve("credentials.json");
        Files.writeString(file, serviceAccount());
        token = new GoogleToken(file, http, () -> now);
    }

    private static String bearer(String text) {
        return "{\"access_token\":\"" + text + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}";
    }

    private String tokenUri() {
        return "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token";
    }

    private String serviceAccount() {
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        return "{\"type\":\"service_account\",\"client_email\":\"robot@p.iam\",\"private_key_id\":"
                + "\"k1\",\"private_key\":"
                + Json.quote(pem)
                + ",\"token_uri\":\""
                + tokenUri()
                + "\"}";
    }

    private String authorization() throws IOException {
        return Objects.requireNonNull(token.headers(ANYWHERE, new byte[0]).get("Authorization"));
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return fields;
    }

    @Test
    void a_service_account_signs_an_assertion_and_gets_a_token() throws Exception {
        assertThat(authorization()).isEqualTo("Bearer first");

        Map<String, String> form = fields(forms.getFirst());
        String[] jwt = Objects.requireNonNull(form.get("assertion")).split("\\.", -1);
        JsonNode head = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(jwt[0]));
        JsonNode claims = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(jwt[1]));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(keys.getPublic());
        signature.update((jwt[0] + "." + jwt[1]).getBytes(UTF_8));

        assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
        assertThat(head.toString()).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
        assertThat(claims.path("iss").asText()).isEqualTo("robot@p.iam");
        assertThat(claims.path("aud").asText()).isEqualTo(tokenUri());
        assertThat(claims.path("scope").asText())
                .isEqualTo("https://www.googleapis.com/auth/cloud-platform");
        assertThat(claims.path("iat").asLong()).isEqualTo(now.getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(now.getEpochSecond() + 3600);
    }

    @Test
    void a_user_of_gcloud_is_known_by_a_refresh_token() throws Exception {
        Files.writeString(
                file,
                "{\"type\":\"authorized_user\",\"client_id\":\"id\",\"client_secret\":\"s&t\","
                        + "\"refresh_token\":\"r/1\",\"token_uri\":\""
                        + tokenUri()
                        + "\"}");

        assertThat(authorization()).isEqualTo("Bearer first");
        assertThat(fields(forms.getFirst()))
                .isEqualTo(
                        Map.of(
                                "grant_type", "refresh_token",
                                "client_id", "id",
                                "client_secret", "s&t",
                                "refresh_token", "r/1"));
    }

    @Test
    void a_token_is_kept_until_shortly_before_its_end() throws Exception {
        authorization();
        now = now.plusSeconds(3200);
        authorization();
        assertThat(forms).hasSize(1);

        answer = bearer("second");
        now = now.plusSeconds(200);

        assertThat(authorization()).isEqualTo("Bearer second");
        assertThat(forms).hasSize(2);
    }

    @Test
    void a_token_that_cannot_be_renewed_is_used_to_its_end_and_not_after() throws Exception {
        authorization();
        status = 503;
        now = now.plusSeconds(3590);
        assertThat(authorization()).isEqualTo("Bearer first");

        now = now.plusSeconds(10);

        assertThatThrownBy(this::authorization)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotAuthenticated.class)
                .hasMessageContaining("503");
    }

    @Test
    void a_refusal_says_googles_code_and_nothing_secret() {
        status = 400;
        answer = "{\"error\":\"invalid_grant\",\"error_description\":\"eyJhbGci secret\"}";

        assertThatThrownBy(this::authorization)
                .isInstanceOf(NotAuthenticated.class)
                .hasMessage("Google gave no token (HTTP 400: invalid_grant)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json SECRET",
                "{\"type\":\"external_account\",\"x\":\"SECRET\"}",
                "{\"type\":\"service_account\",\"client_email\":\"e\",\"private_key_id\":\"k\","
                        + "\"private_key\":\"SECRET\"}",
                "{\"type\":\"authorized_user\",\"client_id\":\"i\",\"client_secret\":\"SECRET\","
                        + "\"refresh_token\":\"SECRET\",\"token_uri\":\"https://evil.example/token\"}"
            })
    void a_file_that_cannot_be_used_is_not_quoted(String content) throws Exception {
        Files.writeString(file, content);

        assertThatThrownBy(this::authorization)
                .isInstanceOf(NotAuthenticated.class)
                .hasMessageContaining("the credentials file cannot be used")
                .hasMessageNotContaining("SECRET");
        assertThat(forms).isEmpty();
    }

    @Test
    void a_missing_file_is_the_operators_to_mend() throws Exception {
        Files.delete(file);

        assertThatThrownBy(this::authorization)
                .isInstanceOf(NotAuthenticated.class)
                .hasMessageContaining("NoSuchFileException");
    }
}
