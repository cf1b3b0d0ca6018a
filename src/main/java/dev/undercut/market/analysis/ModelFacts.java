package dev.undercut.market.analysis;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the analyses ask about a model.
 *
 * @param id canonical
 * @param vendor its maker
 * @param released the day it could first be used, or null when unknown
 * @param openWeights whether anybody may run it by now, or null when unknown
 * @param openSince the day its weights came out, where that was later than its release; else null
 * @param reasoning whether it thinks before it answers when not told otherwise
 * @param context the most tokens, or null when unknown
 */
public record ModelFacts(
        String id,
        String vendor,
        @Nullable LocalDate released,
        @Nullable Boolean openWeights,
        @Nullable LocalDate openSince,
        boolean reasoning,
        @Nullable Long context) {

    /** Whether anybody could run it on that day, or null when unknown. */
    public @Nullable Boolean isOpen(LocalDate day) {
        boolean notYet = openSince != null && day.isBefore(openSince);
        return notYet ? Boolean.FALSE : openWeights;
    }

    /** The day from which anybody could run it, or null when it is closed or that is unknown. */
    @Nullable LocalDate opened() {
        if (!Boolean.TRUE.equals(openWeights)) {
            return null;
        }
        return openSince == null ? released : openSince;
    }
}
