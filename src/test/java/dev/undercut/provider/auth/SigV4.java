package dev.undercut.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.undercut.dialect.wire.PathSegment;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks signatures as a service of AWS does, written from its specification alone and held against
 * its published vectors.
 *
 * @param method of the request
 * @param path as it came
 * @param query as it came, without the question mark
 * @param headers name and value, in order
 * @param body as it came
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record SigV4(
        String method,
        String path,
        String query,
        List<Map.Entry<String, String>> headers,
        byte[] body) {
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=([^/]+)/(.+), SignedHeaders=([^,]+),"
                            + " Signature=([0-9a-f]{64})");

    /** Whether the request bears the signature of the key with that secret. */
    public boolean isSignedBy(String keyId, String secret, String authorization)
            throws GeneralSecurityException {
        Matcher parts = AUTHORIZATION.matcher(authorization);
        return parts.matches()
                && parts.group(1).equals(keyId)
                && parts.group(4).equals(signature(secret, parts.group(2), parts.group(3)));
    }

    private String signature(String secret, String scope, String signed)
            throws GeneralSecurityException {
        String canonical =
                String.join(
                        "\n",
                        method,
                        canonicalPath(),
                        canonicalQuery(),
                        canonicalHeaders(signed),
                        signed,
                        hex(digest(body)));
        String toSign =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        header("x-amz-date"),
                        scope,
                        hex(digest(canonical.getBytes(UTF_8))));
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String step : scope.split("/", -1)) {
            key = mac(key, step);
        }
        return hex(mac(key, toSign));
    }

    /** Encoded once more than it was sent, as for every service but S3. */
    private String canonicalPath() {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            segments.add(PathSegment.of(segment).replace("@", "%40"));
        }
        return String.join("/", segments);
    }

    private String canonicalQuery() {
        if (query.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>(Arrays.asList(query.split("&", -1)));
        pairs.replaceAll(pair -> pair.contains("=") ? pair : pair + "=");
        Collections.sort(pairs);
        return String.join("&", pairs);
    }

    private String canonicalHeaders(String signed) {
        Map<String, List<String>> values = new TreeMap<>();
        headers.forEach(header ->
                values.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue().strip().replaceAll(" +", " ")));
        StringBuilder lines = new StringBuilder();
        for (String name : signed.split(";", -1)) {
            List<String> found = values.getOrDefault(name, List.of("(absent)"));
            lines.append(name).append(':').append(String.join(",", found)).append('\n');
        }
        return lines.toString();
    }

    private String header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static byte[] digest(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
