package dev.undercut.identity;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the pages. The address that the server prints carries a token that opens one session;
 * a login with an API key opens others. Sessions live in memory and end with the process.
 */
public final class PageSessions {
    /** The cookie that names a session. */
    public static final String COOKIE = "undercut_session";

    private static final Duration LIFE = Duration.ofDays(7);
    private static final int MOST = 1_000;

    private final SecureRandom random;
    private final InstantSource clock;
    private final AtomicReference<@Nullable String> token = new AtomicReference<>();
    private final Map<String, Instant> open = new ConcurrentHashMap<>();

    public PageSessions(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** A new one-time token; an older one stops working. */
    public String newToken() {
        String fresh = fresh();
        token.set(fresh);
        return fresh;
    }

    /** Opens a session for the token, which works once; empty when it is not the one. */
    public Optional<String> redeem(String presented) {
        String expected = token.get();
        if (expected == null || !same(expected, presented)) {
            return Optional.empty();
        }
        return token.compareAndSet(expected, null) ? Optional.of(open()) : Optional.empty();
    }

    /** Opens a session for somebody whose key was checked. */
    public String open() {
        Instant now = clock.instant();
        open.values().removeIf(end -> end.isBefore(now));
        if (open.size() >= MOST) {
            open.clear();
        }
        String session = fresh();
        open.put(session, now.plus(LIFE));
        return session;
    }

    /** Whether that session is open. */
    public boolean isOpen(String session) {
        Instant end = open.get(session);
        return end != null && end.isAfter(clock.instant());
    }

    private String fresh() {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    private static boolean same(String a, String b) {
        return java.security.MessageDigest.isEqual(
                a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
