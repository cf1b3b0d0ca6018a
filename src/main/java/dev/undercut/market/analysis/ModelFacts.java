package dev.undercut.market.analysis;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the analyses ask about a model.
 *
 * @param id canonical
 * @param vendor its maker
 * @param released the day it could first be used, or null when unknown
 * @param openWeights whether anybody may run it, or null when unknown
 * @param reasoning whether it thinks before it answers when not told otherwise
 * @param context the most tokens, or null when unknown
 */
public record ModelFacts(
        String id,
        String vendor,
        @Nullable LocalDate released,
        @Nullable Boolean openWeights,
        boolean reasoning,
        @Nullable Long context) {}
