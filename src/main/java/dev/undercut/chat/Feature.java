package dev.undercut.chat;

import java.util.Locale;
import java.util.Optional;

/** What a model can be asked to do beyond text in and text out. */
public enum Feature {
    /** Calls tools (functions) that the request declares. */
    TOOLS,
    /** Reads images. */
    VISION,
    /** Keeps its answer to a given JSON schema. */
    JSON_SCHEMA,
    /** Thinks before it answers, at a chosen effort. */
    REASONING,
    /** Hears or speaks. */
    AUDIO,
    /** Turns texts into vectors, and does nothing else. */
    EMBEDDINGS;

    /** The name used in data files, configuration and requests: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The feature of that name, case ignored. */
    public static Optional<Feature> of(String code) {
        for (Feature feature : values()) {
            if (feature.code().equalsIgnoreCase(code.trim())) {
                return Optional.of(feature);
            }
        }
        return Optional.empty();
    }
}
