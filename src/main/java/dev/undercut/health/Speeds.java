package dev.undercut.health;

/** Measured speed by offer: evidence for the router. */
@FunctionalInterface
public interface Speeds {
    /** Nothing is measured. */
    Speeds NONE = offer -> Speed.UNKNOWN;

    /**
     * How fast an offer has been.
     *
     * @param offer its name, {@code provider/model}
     */
    Speed of(String offer);
}
