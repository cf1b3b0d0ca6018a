package dev.undercut.chat;

import java.util.Locale;
import java.util.Optional;

/** How hard a reasoning model is told to think. */
public enum Effort {
    NONE,
    MINIMAL,
    LOW,
    /** Not told: the model's own default. */
    DEFAULT,
    MEDIUM,
    HIGH,
    XHIGH,
    MAX;

    /** The name on the wire and in data files: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The level that measurements tell apart: none (also minimal), low, default (also medium),
     * high, max (also xhigh).
     */
    public Effort level() {
        return switch (this) {
            case NONE, MINIMAL -> NONE;
            case LOW -> LOW;
            case DEFAULT, MEDIUM -> DEFAULT;
            case HIGH -> HIGH;
            case XHIGH, MAX -> MAX;
        };
    }

    /** The effort of that name, case ignored. */
    public static Optional<Effort> of(String code) {
        for (Effort effort : values()) {
            if (effort.code().equalsIgnoreCase(code)) {
                return Optional.of(effort);
            }
        }
        return Optional.empty();
    }
}
