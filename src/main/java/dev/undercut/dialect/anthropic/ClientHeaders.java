package dev.undercut.dialect.anthropic;

import dev.undercut.chat.Refusal;
import dev.undercut.dialect.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The client's headers that say how a body is meant, and so go on with it. No others do. */
final class ClientHeaders {
    static final String VERSION = "anthropic-version";

    /** The only version that clients send; providers' files name it too. */
    static final String USUAL_VERSION = "2023-06-01";

    private static final String BETA = "anthropic-beta";
    private static final int MAX_LENGTH = 4_096;

    private ClientHeaders() {}

    /**
     * What of them must go on.
     *
     * @throws RefusedException when one cannot be sent as it is
     */
    static Map<String, String> kept(UnaryOperator<@Nullable String> header)
            throws RefusedException {
        String version = header.apply(VERSION);
        String beta = header.apply(BETA);
        boolean usual = version == null || version.equals(USUAL_VERSION);
        if (usual && beta == null) {
            return Map.of();
        }
        Map<String, String> kept = new LinkedHashMap<>();
        if (!usual && version != null) {
            kept.put(VERSION, checked(VERSION, version));
        }
        if (beta != null && !beta.isBlank()) {
            kept.put(BETA, checked(BETA, beta));
        }
        return kept;
    }

    private static String checked(String name, String value) throws RefusedException {
        boolean plain = value.chars().allMatch(letter -> letter >= ' ' && letter < 0x7F);
        if (!plain || value.length() > MAX_LENGTH) {
            throw new RefusedException(
                    Refusal.invalid(name, name + ": expected at most 4096 ASCII characters"));
        }
        return value;
    }
}
