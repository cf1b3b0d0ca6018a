package dev.undercut.identity;

/**
 * A key just made. The only moment at which it can be shown.
 *
 * @param secret the key itself, for its owner's eyes
 * @param identity whose it is
 */
public record NewKey(String secret, KeyIdentity identity) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "NewKey[" + identity + "]";
    }
}
