package dev.undercut.provider.sandbox;

import org.jspecify.annotations.Nullable;

/** How long a reasoning model thinks, and what that does to its ability in logits. */
enum Effort {
    NONE(0, -1.5),
    MINIMAL(1, -1.0),
    LOW(1, -0.5),
    MEDIUM(2, 0),
    HIGH(4, 0.4),
    XHIGH(6, 0.6),
    MAX(8, 0.7);

    /** How often the working is gone through before the answer is written. */
    final int passes;

    /** Added to the ability stated for medium effort. */
    final double edge;

    Effort(int passes, double edge) {
        this.passes = passes;
        this.edge = edge;
    }

    /** The effort of that name; medium where none or an unknown one is given. */
    static Effort named(@Nullable String name) {
        for (Effort effort : values()) {
            if (effort.name().equalsIgnoreCase(name)) {
                return effort;
            }
        }
        return MEDIUM;
    }
}
