package dev.undercut.web.answer;

/** What the desk answers. */
public sealed interface Reply {
    /** The answer. */
    record Found(AnswerTable table) implements Reply {}

    /**
     * There is none.
     *
     * @param unknown whether something asked for does not exist, rather than being asked wrongly
     * @param message for the caller, with what would work
     */
    record Refused(boolean unknown, String message) implements Reply {}
}
