package dev.undercut.web.market;

import org.jspecify.annotations.Nullable;

/** How fast offers have been in this installation's own calls. */
@FunctionalInterface
public interface OwnSpeeds {
    /** Nothing is measured. */
    OwnSpeeds NONE = offer -> Pace.UNKNOWN;

    /**
     * How fast an offer has been lately.
     *
     * @param offer its name, {@code provider/model}
     */
    Pace of(String offer);

    /**
     * Medians of streamed calls; null where too few were made to say.
     *
     * @param firstTokenMillis to the first token, in milliseconds
     * @param tokensPerSecond output tokens a second after it
     */
    record Pace(@Nullable Double firstTokenMillis, @Nullable Double tokensPerSecond) {
        /** Not measured. */
        public static final Pace UNKNOWN = new Pace(null, null);
    }
}
