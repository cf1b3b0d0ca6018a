package dev.undercut.market;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is sold, whoever sells it.
 *
 * @param id canonical, lower case, as its maker writes it: {@code gpt-4o-mini}
 * @param name for people
 * @param vendor its maker: {@code openai}
 * @param released the day it could first be used, or null when unknown
 * @param openWeights whether anybody may run it by now, or null when unknown
 * @param openSince the day its weights came out, where that was later than its release; else null
 * @param reasoning whether it thinks before it answers when not told otherwise
 * @param context the most input and output tokens together, or null when unknown
 * @param maxOutput the most output tokens, or null when unknown
 * @param features what it can do
 * @param tokenizer the name of its public tokeniser, or null when it has none we know
 * @param capability its index at default effort
 * @param byEffort its index at each other effort level that has one; {@code DEFAULT} is not in it
 * @param scores benchmark slug to score in percent (or Elo), its best known default-effort run
 * @param source where these facts come from
 */
public record Model(
        String id,
        String name,
        String vendor,
        @Nullable LocalDate released,
        @Nullable Boolean openWeights,
        @Nullable LocalDate openSince,
        boolean reasoning,
        @Nullable Long context,
        @Nullable Long maxOutput,
        Set<Feature> features,
        @Nullable String tokenizer,
        Capability capability,
        Map<Effort, Capability> byEffort,
        Map<String, Double> scores,
        String source) {

    public Model {
        features = Set.copyOf(features);
        byEffort = Map.copyOf(byEffort);
    }

    /** Whether it makes vectors and no text, so that it is in no race with those that do. */
    public boolean makesVectors() {
        return features.contains(Feature.EMBEDDINGS);
    }

    /** A model open or closed from its first day, with the same index at every effort. */
    public Model(
            String id,
            String name,
            String vendor,
            @Nullable LocalDate released,
            @Nullable Boolean openWeights,
            boolean reasoning,
            @Nullable Long context,
            @Nullable Long maxOutput,
            Set<Feature> features,
            @Nullable String tokenizer,
            Capability capability,
            Map<String, Double> scores,
            String source) {
        this(
                id,
                name,
                vendor,
                released,
                openWeights,
                null,
                reasoning,
                context,
                maxOutput,
                features,
                tokenizer,
                capability,
                Map.of(),
                scores,
                source);
    }

    /** Its capability when asked at that effort; at the default where no level of it is known. */
    public Capability capability(Effort effort) {
        return byEffort.isEmpty() ? capability : byEffort.getOrDefault(effort.level(), capability);
    }

    /** Of the id alone: hashing all scores for each look into a table would cost more than it. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
