package dev.undercut.chat;

/** Why a model stopped writing, in no provider's words. */
public enum StopReason {
    /** It was done, or met a stop sequence. */
    STOP,
    /** It met the output limit or the end of its context. */
    LENGTH,
    /** It wants tools called. */
    TOOL,
    /** A content filter stopped it. */
    FILTER,
    /** The provider says that it broke. */
    ERROR
}
