package dev.undercut.health;

/** Whether an offer can be called now. */
public sealed interface Standing {

    /** It can. */
    record Ready() implements Standing {
        static final Ready INSTANCE = new Ready();
    }

    /**
     * It is better left alone.
     *
     * @param why what is the matter
     * @param untilNanos until when on the monotonic clock; for {@link Why#FULL} just a guess
     */
    record Held(Why why, long untilNanos) implements Standing {}

    /** What is the matter. */
    enum Why {
        /** It failed too often. */
        OPEN,
        /** It asked to wait. */
        ASKED_TO_WAIT,
        /** As many calls are under way as it can take. */
        FULL,
        /** Each of its keys is rejected or spent: the operator has to act. */
        NO_KEY;

        /** As shown in figures and explanations. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
