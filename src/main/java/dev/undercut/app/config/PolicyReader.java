package dev.undercut.app.config;

import dev.undercut.app.config.ModelConfig.Feature;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies, and the changes that they make for single tasks. */
final class PolicyReader {

    private PolicyReader() {}

    static PolicyConfig read(Section section, PolicyConfig inherited) {
        PolicyConfig policy = terms(section, inherited);
        Map<String, PolicyConfig> tasks = new LinkedHashMap<>();
        section.named(Schema.TASKS).forEach((task, own) -> tasks.put(task, terms(own, policy)));
        return policy.withTasks(tasks);
    }

    /** What the section says, and where it says nothing, what was inherited. */
    private static PolicyConfig terms(Section section, PolicyConfig inherited) {
        Section prices = section.group(Schema.MAX_USD_PER_MTOK);
        Section providers = section.group(Schema.POLICY_PROVIDERS);
        return new PolicyConfig(
                or(section.oneOrNull(Schema.QUALITY_MIN), inherited.qualityMin()),
                Objects.requireNonNullElse(
                        section.oneOrNull(Schema.POLICY_CONFIDENCE), inherited.confidence()),
                Objects.requireNonNullElse(section.oneOrNull(Schema.ORDER), inherited.order()),
                or(section.oneOrNull(Schema.MIN_CONTEXT), inherited.minContext()),
                or(prices.oneOrNull(Schema.MAX_INPUT), inherited.maxInput()),
                or(prices.oneOrNull(Schema.MAX_OUTPUT_PRICE), inherited.maxOutput()),
                features(section.manyOrNull(Schema.NEEDS), inherited.needs()),
                list(providers.manyOrNull(Schema.ONLY), inherited.only()),
                list(providers.manyOrNull(Schema.IGNORE), inherited.ignore()),
                list(section.manyOrNull(Schema.FALLBACKS), inherited.fallbacks()),
                Map.of());
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T inherited) {
        return own != null ? own : inherited;
    }

    private static List<String> list(@Nullable List<String> own, List<String> inherited) {
        return own != null ? own : inherited;
    }

    private static Set<Feature> features(@Nullable List<Feature> own, Set<Feature> inherited) {
        if (own == null) {
            return inherited;
        }
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(own);
        return features;
    }
}
