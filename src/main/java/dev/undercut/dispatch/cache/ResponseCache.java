package dev.undercut.dispatch.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Complete answers in the memory of this process, at most so many bytes of them and none longer
 * than so long; the one unused for longest goes first. Safe for use by many threads.
 */
public final class ResponseCache {
    private final InstantSource clock;
    private final Map<CacheKey, CachedAnswer> answers = new LinkedHashMap<>(16, 0.75f, true);
    private volatile Settings settings = Settings.OFF;
    private long bytes;

    /**
     * What may be kept.
     *
     * @param enabled whether anything is
     * @param maxBytes all answers together, in bytes
     * @param maxEntryBytes one answer, and the request that it answers, each in bytes
     * @param ttl how long an answer is given again
     */
    public record Settings(boolean enabled, long maxBytes, int maxEntryBytes, Duration ttl) {
        /** Nothing is kept. */
        public static final Settings OFF = new Settings(false, 0, 0, Duration.ZERO);
    }

    /** An empty one, switched off. */
    public ResponseCache(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes other settings; what they do not allow is forgotten. */
    public synchronized void use(Settings changed) {
        settings = changed;
        if (!changed.enabled()) {
            answers.clear();
            bytes = 0;
        }
        trim();
    }

    /** What may be kept now. */
    public Settings settings() {
        return settings;
    }

    /** The answer of that key, if one is kept and not too old. */
    public synchronized @Nullable CachedAnswer find(CacheKey key) {
        CachedAnswer answer = answers.get(key);
        if (answer == null || !isTooOld(answer)) {
            return answer;
        }
        answers.remove(key);
        bytes -= answer.bytes();
        return null;
    }

    /** Keeps an answer, unless it is too large. */
    public synchronized void keep(CacheKey key, CachedAnswer answer) {
        long size = answer.bytes();
        if (!settings.enabled()
                || size > settings.maxBytes()
                || size > settings.maxEntryBytes() + CachedAnswer.OVERHEAD) {
            return;
        }
        CachedAnswer before = answers.put(key, answer);
        bytes += size - (before == null ? 0 : before.bytes());
        trim();
    }

    /** The bytes kept. */
    public synchronized long bytes() {
        return bytes;
    }

    private boolean isTooOld(CachedAnswer answer) {
        return !clock.instant().isBefore(answer.at().plus(settings.ttl()));
    }

    private void trim() {
        Iterator<CachedAnswer> oldest = answers.values().iterator();
        while (bytes > settings.maxBytes() && oldest.hasNext()) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
