package dev.undercut.chat;

import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of the routing: the body field {@code undercut}, or a policy. A null means
 * "not said".
 *
 * @param qualityMin floor on the capability index, in points
 * @param confidence how sure the floor must be met, above 0 and below 1
 * @param benchmarkMin benchmark slug to least score
 * @param maxUsd the most that this request may cost
 * @param maxInputPrice the most for a million input tokens
 * @param maxOutputPrice the most for a million output tokens
 * @param minContext the least context window, in tokens
 * @param minTokensPerSecond the least rate of output tokens, as measured
 * @param maxFirstTokenMillis the longest time to the first token, as measured
 * @param needs features wanted beyond those the request shows
 * @param only providers to choose from; empty means all
 * @param ignore providers not to use
 * @param order what comes first among adequate offers
 * @param fallbacks model names to try after the plan
 * @param session the conversation's id
 * @param task the client's label for this kind of work
 * @param uncached neither give an answer of the cache nor keep this one
 * @param dryRun answer with the route, call nobody
 * @param compute JSON of the test-time compute that is wanted, or null
 */
public record Preferences(
        @Nullable Double qualityMin,
        @Nullable Double confidence,
        Map<String, Double> benchmarkMin,
        @Nullable Usd maxUsd,
        @Nullable PricePerMtok maxInputPrice,
        @Nullable PricePerMtok maxOutputPrice,
        @Nullable Long minContext,
        @Nullable Double minTokensPerSecond,
        @Nullable Double maxFirstTokenMillis,
        Set<Feature> needs,
        List<String> only,
        List<String> ignore,
        @Nullable Order order,
        List<String> fallbacks,
        @Nullable String session,
        @Nullable String task,
        boolean uncached,
        boolean dryRun,
        @Nullable String compute) {

    /** Nothing asked. */
    public static final Preferences NONE =
            new Preferences(
                    null, null, Map.of(), null, null, null, null, null, null, Set.of(), List.of(),
                    List.of(), null, List.of(), null, null, false, false, null);

    public Preferences {
        benchmarkMin = Map.copyOf(benchmarkMin);
        needs = Set.copyOf(needs);
        only = List.copyOf(only);
        ignore = List.copyOf(ignore);
        fallbacks = List.copyOf(fallbacks);
    }

    /** What comes first among adequate offers. */
    public enum Order {
        /** The cheapest for this request. */
        PRICE,
        /** The most capable. */
        QUALITY,
        /** The one that has been fastest in own traffic, for an answer as long as this one. */
        SPEED
    }

    /** These preferences, with {@code base} filling what they do not say. */
    public Preferences over(Preferences base) {
        return new Preferences(
                or(qualityMin, base.qualityMin),
                or(confidence, base.confidence),
                benchmarkMin.isEmpty() ? base.benchmarkMin : benchmarkMin,
                or(maxUsd, base.maxUsd),
                or(maxInputPrice, base.maxInputPrice),
                or(maxOutputPrice, base.maxOutputPrice),
                or(minContext, base.minContext),
                or(minTokensPerSecond, base.minTokensPerSecond),
                or(maxFirstTokenMillis, base.maxFirstTokenMillis),
                needs.isEmpty() ? base.needs : needs,
                only.isEmpty() ? base.only : only,
                ignore.isEmpty() ? base.ignore : ignore,
                or(order, base.order),
                fallbacks.isEmpty() ? base.fallbacks : fallbacks,
                or(session, base.session),
                or(task, base.task),
                uncached || base.uncached,
                dryRun || base.dryRun,
                or(compute, base.compute));
    }

    /**
     * What one call of a run asks of the routing: the same, for at most so much.
     *
     * @param most dollars, or null for no limit
     */
    public Preferences ofCall(@Nullable Usd most) {
        return new Preferences(
                qualityMin,
                confidence,
                benchmarkMin,
                most,
                maxInputPrice,
                maxOutputPrice,
                minContext,
                minTokensPerSecond,
                maxFirstTokenMillis,
                needs,
                only,
                ignore,
                order,
                fallbacks,
                null,
                task,
                true,
                false,
                null);
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T other) {
        return own == null ? other : own;
    }
}
