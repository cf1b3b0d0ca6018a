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
        /** The provider rejects each of its keys: the operator has to act. */
        KEY_REJECTED,
        /** The accounts of its keys are spent: the operator has to act. */
        KEY_SPENT;

        /** Whether it is about the operator's keys, and waiting does not help. */
        public boolean isKeys() {
            return this == KEY_REJECTED || this == KEY_SPENT;
        }

        /** As shown in figures and explanations. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
