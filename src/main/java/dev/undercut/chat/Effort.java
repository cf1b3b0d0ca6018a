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
