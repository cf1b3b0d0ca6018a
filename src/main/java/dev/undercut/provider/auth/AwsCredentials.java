package dev.undercut.provider.auth;

import org.jspecify.annotations.Nullable;

/**
 * Keys to an AWS account.
 *
 * @param accessKeyId names the key
 * @param secretAccessKey the secret of it
 * @param sessionToken belongs to keys that end, else null
 */
public record AwsCredentials(
        String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AwsCredentials[" + accessKeyId + "]";
    }
}
