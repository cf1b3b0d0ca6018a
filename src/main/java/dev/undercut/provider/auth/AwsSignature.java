package dev.undercut.provider.auth;

import dev.undercut.provider.Authentication;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs requests with AWS's Signature Version 4, by AWS's own library. Made only where a provider
 * needs it: the library is loaded with this class.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">SigV4</a>
 */
public final class AwsSignature implements Authentication {
    private final AwsCredentialsIdentity identity;
    private final String region;
    private final String service;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * Signs with those keys.
     *
     * @param region such as {@code eu-central-1}
     * @param service such as {@code bedrock}
     */
    public AwsSignature(
            AwsCredentials credentials, String region, String service, InstantSource clock) {
        this.identity = identity(credentials);
        this.region = region;
        this.service = service;
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    /**
     * The region in the name of a host such as {@code bedrock-runtime.eu-central-1.amazonaws.com}.
     *
     * @throws IllegalArgumentException when it has none
     */
    public static String region(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        for (String label : host.split("\\.", -1)) {
            if (label.matches("[a-z]{2}(-[a-z]+)+-\\d+")) {
                return label;
            }
        }
        throw new IllegalArgumentException("no region of AWS stands in " + host);
    }

    private static AwsCredentialsIdentity identity(AwsCredentials keys) {
        return keys.sessionToken() == null
                ? AwsCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey())
                : AwsSessionCredentialsIdentity.create(
                        keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    }

    @Override
    public Map<String, String> headers(URI address, byte[] body) {
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(address).build();
        SignedRequest signed =
                signer.sign(sign ->
                        sign.identity(identity)
                                .request(request)
                                .payload(() -> new ByteArrayInputStream(body))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        Map<String, String> headers = new HashMap<>();
        signed.request().forEachHeader((name, values) -> put(headers, name, values));
        return headers;
    }

    /** The host is written by whoever sends the request. */
    private static void put(Map<String, String> headers, String name, List<String> values) {
        if (!name.equalsIgnoreCase("Host")) {
            headers.put(name, String.join(",", values));
        }
    }
}
