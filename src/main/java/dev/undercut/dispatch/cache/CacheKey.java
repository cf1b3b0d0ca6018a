package dev.undercut.dispatch.cache;

import org.jspecify.annotations.Nullable;

/**
 * Under what an answer is kept. The offer belongs to it because a model's name means another offer
 * when the market moves, and so does the limit that a budget set.
 *
 * @param request who asked for what
 * @param offer the offer that answered: {@code provider/model}
 * @param outputLimit the limit on output tokens that the plan set, or null
 * @param streamed whether the answer was asked for in pieces
 */
public record CacheKey(
        RequestDigest request, String offer, @Nullable Long outputLimit, boolean streamed) {

    /** The key of the same answer asked for in the other form. */
    public CacheKey inOtherForm() {
        return new CacheKey(request, offer, outputLimit, !streamed);
    }
}
