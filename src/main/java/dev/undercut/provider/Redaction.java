package dev.undercut.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Takes the operator's credentials out of what a provider says before a client or a log may see it:
 * some quote the key that they refuse.
 */
final class Redaction {
    /** What is shorter is no credential, and would be found in the middle of words. */
    private static final int SHORTEST = 8;

    private static final String BEARER = "bearer ";
    private static final String INSTEAD = "[redacted]";

    private final List<String> secrets = new ArrayList<>();

    /**
     * Looks for these.
     *
     * @param headerValues what goes to the provider in headers; not all of it is secret
     */
    Redaction(Collection<String> headerValues) {
        for (String value : headerValues) {
            boolean bearer = value.toLowerCase(Locale.ROOT).startsWith(BEARER);
            String secret = bearer ? value.substring(BEARER.length()).strip() : value;
            if (secret.length() >= SHORTEST) {
                secrets.add(secret);
            }
        }
    }

    /** The same bytes without the credentials; the very array when it holds none. */
    byte[] of(byte[] said) {
        // One byte, one character: any bytes survive the way there and back.
        String text = new String(said, StandardCharsets.ISO_8859_1);
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, INSTEAD);
        }
        return clean.equals(text) ? said : clean.getBytes(StandardCharsets.ISO_8859_1);
    }
}
