package dev.undercut.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * AWS's library always signs a digest of the body too, which the published vectors do not have: so
 * the vectors prove the checker, and the checker proves what the library signs.
 */
class AwsSignatureTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final URI CONVERSE =
            URI.create(
                    "https://bedrock-runtime.eu-central-1.amazonaws.com"
                            + "/model/anthropic.claude-v2%3A1/converse");
    private static final byte[] BODY = "{\"messages\":[]}".getBytes(UTF_8);

    static Stream<JsonNode> vectors() throws Exception {
        try (InputStream file =
                AwsSignatureTest.class.getResourceAsStream("/provider/sigv4-vectors.json")) {
            List<JsonNode> vectors = new ArrayList<>();
            Json.MAPPER
                    .readTree(Objects.requireNonNull(file))
                    .path("vectors")
                    .forEach(vectors::add);
            assertThat(vectors).hasSizeGreaterThan(15);
            return vectors.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_checker_agrees_with_awss_published_vectors(JsonNode vector) throws Exception {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        vector.path("headers")
                .forEach(pair ->
                        headers.add(Map.entry(pair.path(0).asText(), pair.path(1).asText())));
        String authorization = vector.path("authorization").asText();
        SigV4 request =
                new SigV4(
                        vector.path("method").asText(),
                        vector.path("path").asText(),
                        vector.path("query").asText(),
                        headers,
                        vector.path("body").asText().getBytes(UTF_8));

        assertThat(request.isSignedBy("AKIDEXAMPLE", SECRET, authorization)).isTrue();
        assertThat(request.isSignedBy("AKIDEXAMPLE", SECRET + "x", authorization)).isFalse();
    }

    private static Map<String, String> signed(AwsCredentials keys) {
        return new AwsSignature(
                        keys,
                        AwsSignature.region(CONVERSE),
                        "bedrock",
                        () -> Instant.parse("2026-11-22T06:00:00Z"))
                .headers(CONVERSE, BODY);
    }

    private static SigV4 received(Map<String, String> headers, byte[] body) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers.entrySet());
        all.add(Map.entry("Host", CONVERSE.getHost()));
        return new SigV4("POST", CONVERSE.getRawPath(), "", all, body);
    }

    @Test
    void a_request_is_signed_with_its_path_region_time_and_body() throws Exception {
        Map<String, String> headers = signed(new AwsCredentials("AKIDEXAMPLE", SECRET, null));
        String authorization = Objects.requireNonNull(headers.get("Authorization"));

        assertThat(authorization)
                .contains("Credential=AKIDEXAMPLE/20261122/eu-central-1/bedrock/aws4_request");
        assertThat(headers).containsEntry("X-Amz-Date", "20261122T060000Z");
        assertThat(headers).doesNotContainKey("Host");
        assertThat(received(headers, BODY).isSignedBy("AKIDEXAMPLE", SECRET, authorization))
                .isTrue();
        assertThat(
                        received(headers, "{}".getBytes(UTF_8))
                                .isSignedBy("AKIDEXAMPLE", SECRET, authorization))
                .isFalse();
    }

    @Test
    void a_session_token_is_sent_and_signed() throws Exception {
        Map<String, String> headers = signed(new AwsCredentials("AKIDEXAMPLE", SECRET, "session"));
        String authorization = Objects.requireNonNull(headers.get("Authorization"));

        assertThat(headers).containsEntry("X-Amz-Security-Token", "session");
        assertThat(authorization).contains("x-amz-security-token");
        assertThat(received(headers, BODY).isSignedBy("AKIDEXAMPLE", SECRET, authorization))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://bedrock-runtime.us-east-1.amazonaws.com, us-east-1",
        "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "https://vpce-1.bedrock-runtime.ap-southeast-2.vpce.amazonaws.com, ap-southeast-2"
    })
    void the_region_stands_in_the_hosts_name(String address, String region) {
        assertThat(AwsSignature.region(URI.create(address))).isEqualTo(region);
    }

    @Test
    void a_host_without_a_region_is_refused_and_no_secret_is_shown() {
        assertThatThrownBy(() -> AwsSignature.region(URI.create("https://bedrock.example.com")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bedrock.example.com");
        assertThat(new AwsCredentials("AKIDEXAMPLE", SECRET, "session").toString())
                .doesNotContain(SECRET, "session");
    }
}
