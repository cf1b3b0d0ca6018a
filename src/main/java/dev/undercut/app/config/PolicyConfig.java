package dev.undercut.app.config;

import dev.undercut.app.config.ModelConfig.Feature;
import dev.undercut.money.PricePerMtok;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named way to choose an offer. Null means no such limit.
 *
 * @param qualityMin the floor, as a capability index
 * @param confidence how sure the floor must be met, between 0 and 1
 * @param order what the adequate offers are sorted by
 * @param minContext the least context in tokens
 * @param maxInput the highest price of input
 * @param maxOutput the highest price of output
 * @param needs what the model must be able to do
 * @param only the providers to choose from; empty for all
 * @param ignore the providers never to choose
 * @param fallbacks models to try after the chosen ones, in this order
 * @param tasks the same with the changes for one task label each; theirs is empty
 */
public record PolicyConfig(
        @Nullable Double qualityMin,
        double confidence,
        Order order,
        @Nullable Integer minContext,
        @Nullable PricePerMtok maxInput,
        @Nullable PricePerMtok maxOutput,
        Set<Feature> needs,
        List<String> only,
        List<String> ignore,
        List<String> fallbacks,
        Map<String, PolicyConfig> tasks) {

    public PolicyConfig {
        needs = Set.copyOf(needs);
        only = List.copyOf(only);
        ignore = List.copyOf(ignore);
        fallbacks = List.copyOf(fallbacks);
        tasks = Config.ordered(tasks);
    }

    /** A policy without any limit. */
    static PolicyConfig unlimited(double confidence) {
        return new PolicyConfig(
                null,
                confidence,
                Order.PRICE,
                null,
                null,
                null,
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }

    PolicyConfig withFloor(double floor) {
        return new PolicyConfig(
                floor,
                confidence,
                order,
                minContext,
                maxInput,
                maxOutput,
                needs,
                only,
                ignore,
                fallbacks,
                tasks);
    }

    PolicyConfig withTasks(Map<String, PolicyConfig> newTasks) {
        return new PolicyConfig(
                qualityMin,
                confidence,
                order,
                minContext,
                maxInput,
                maxOutput,
                needs,
                only,
                ignore,
                fallbacks,
                newTasks);
    }

    /** The terms for {@code task}: its own where the policy has them, else the policy's. */
    public PolicyConfig forTask(@Nullable String task) {
        return task == null ? this : tasks.getOrDefault(task, this);
    }

    /** What adequate offers are sorted by. */
    public enum Order {
        /** The cheapest first. */
        PRICE,
        /** The most capable first. */
        QUALITY,
        /** The fastest first. */
        SPEED
    }
}
