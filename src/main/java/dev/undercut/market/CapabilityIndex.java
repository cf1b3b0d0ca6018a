package dev.undercut.market;

import dev.undercut.chat.Effort;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our one quality scale: a place for each model at each effort level that was measured, and one at
 * the default effort for every model that was measured at all. Immutable; a refit is a new index
 * with a new version.
 */
public final class CapabilityIndex {
    private final String version;
    private final List<Entry> entries;
    private final Map<String, Map<Effort, Entry>> byModel = new HashMap<>();

    /**
     * One place.
     *
     * @param model canonical id
     * @param effort a level of {@link Effort#level}
     * @param index points
     * @param ownError its own standard error in points
     * @param families families of benchmarks that measured it at this effort
     * @param evidence families that measured the model at any effort
     * @param basis {@code measured}, {@code anchor}, or the efforts it is derived from
     * @param provisional whether it rests on little
     * @param scaleError its part in the scale's error
     */
    public record Entry(
            String model,
            Effort effort,
            double index,
            double ownError,
            int families,
            int evidence,
            String basis,
            boolean provisional,
            ScaleError scaleError) {

        /** The full standard error against a number, in points. */
        public double standardError() {
            return Math.sqrt(ownError * ownError + scaleError.variance());
        }

        private Capability rated(String version) {
            String of = evidence == 1 ? " family" : " families";
            return new Capability.Rated(
                    index,
                    ownError,
                    scaleError,
                    provisional,
                    Capability.Scale.MARKET,
                    version + ", " + evidence + of + ", " + basis);
        }
    }

    /**
     * Makes an index.
     *
     * @param version such as {@code ci@2026.11}
     * @throws IllegalArgumentException when a place stands twice
     */
    public CapabilityIndex(String version, Collection<Entry> entries) {
        this.version = version;
        this.entries = List.copyOf(entries);
        for (Entry entry : this.entries) {
            Map<Effort, Entry> efforts =
                    byModel.computeIfAbsent(entry.model(), model -> new EnumMap<>(Effort.class));
            if (efforts.put(entry.effort(), entry) != null) {
                throw new IllegalArgumentException(
                        entry.model() + " stands twice at effort " + entry.effort().code());
            }
        }
    }

    /** Such as {@code ci@2026.11}. */
    public String version() {
        return version;
    }

    /** All places, by model and effort. */
    public List<Entry> entries() {
        return entries;
    }

    /** The model's capability at the default effort. */
    public Capability of(String model) {
        Entry entry = byModel.getOrDefault(model, Map.of()).get(Effort.DEFAULT);
        return entry == null ? Capability.unrated() : entry.rated(version);
    }

    /** The model's capability at each other effort level that was measured. */
    public Map<Effort, Capability> byEffort(String model) {
        Map<Effort, Capability> found = new EnumMap<>(Effort.class);
        byModel.getOrDefault(model, Map.of())
                .forEach((effort, entry) -> {
                    if (effort != Effort.DEFAULT) {
                        found.put(effort, entry.rated(version));
                    }
                });
        return found;
    }
}
