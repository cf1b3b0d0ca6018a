package dev.undercut.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.undercut.dialect.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * What a credentials file of Google holds: a service account's key, or a user's refresh token as
 * {@code gcloud auth application-default login} writes it.
 *
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">service
 *     accounts (RFC 7523)</a>
 */
sealed interface GoogleCredentials {
    /** How long a service account's assertion holds; Google allows no more. */
    Duration ASSERTION = Duration.ofHours(1);

    /** Where they are exchanged for a token. */
    URI tokenUri();

    /**
     * The form to post there.
     *
     * @throws GeneralSecurityException when the key cannot sign
     */
    String form(Instant now) throws GeneralSecurityException;

    /** A key that signs. */
    record ServiceAccount(URI tokenUri, String email, String keyId, PrivateKey key)
            implements GoogleCredentials {
        private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

        @Override
        public String form(Instant now) throws GeneralSecurityException {
            long issued = now.getEpochSecond();
            String head = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":" + Json.quote(keyId) + "}";
            String claims =
                    "{\"iss\":"
                            + Json.quote(email)
                            + ",\"scope\":"
                            + Json.quote(SCOPE)
                            + ",\"aud\":"
                            + Json.quote(tokenUri.toString())
                            + ",\"iat\":"
                            + issued
                            + ",\"exp\":"
                            + (issued + ASSERTION.toSeconds())
                            + "}";
            String signed = base64(head.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(UTF_8));
            return "grant_type="
                    + encoded(GRANT)
                    + "&assertion="
                    + signed
                    + "."
                    + base64(signature.sign());
        }

        private static String base64(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "ServiceAccount[" + email + "]";
        }
    }

    /** A token that stands for a user's consent. */
    record User(URI tokenUri, String clientId, String clientSecret, String refreshToken)
            implements GoogleCredentials {
        @Override
        public String form(Instant now) {
            return "grant_type=refresh_token&client_id="
                    + encoded(clientId)
                    + "&client_secret="
                    + encoded(clientSecret)
                    + "&refresh_token="
                    + encoded(refreshToken);
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "User";
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it is none that can be used; never quotes it
     */
    static GoogleCredentials read(byte[] file) {
        JsonNode tree = Json.tree(file);
        JsonNode json = tree == null ? MissingNode.getInstance() : tree;
        return switch (json.path("type").asText()) {
            case "service_account" ->
                    new ServiceAccount(
                            tokenUri(json),
                            text(json, "client_email"),
                            text(json, "private_key_id"),
                            key(text(json, "private_key")));
            case "authorized_user" ->
                    new User(
                            tokenUri(json),
                            text(json, "client_id"),
                            text(json, "client_secret"),
                            text(json, "refresh_token"));
            default ->
                    throw new IllegalArgumentException(
                            "it is neither a service_account nor an authorized_user of Google");
        };
    }

    private static String text(JsonNode json, String field) {
        String text = json.path(field).asText("");
        if (text.isBlank()) {
            throw new IllegalArgumentException("it has no " + field);
        }
        return text;
    }

    /** Credentials go to Google over an encrypted wire, or to this machine for tests. */
    private static URI tokenUri(JsonNode json) {
        URI uri = URI.create(json.path("token_uri").asText("https://oauth2.googleapis.com/token"));
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        boolean here = Set.of("127.0.0.1", "localhost", "[::1]").contains(host);
        boolean google =
                "https".equals(uri.getScheme())
                        && (host.equals("googleapis.com") || host.endsWith(".googleapis.com"));
        if (!google && !here) {
            throw new IllegalArgumentException("its token_uri is none of Google's");
        }
        return uri;
    }

    private static PrivateKey key(String pem) {
        String base64 =
                pem.replace("-----BEGIN PRIVATE KEY-----", "")
                        .replace("-----END PRIVATE KEY-----", "")
                        .replaceAll("\\s", "");
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Not as the cause: its message may quote the key.
            throw new IllegalArgumentException("its private_key is no RSA key in PKCS #8");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
