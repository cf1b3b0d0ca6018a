package dev.undercut.dialect.anthropic;

/**
 * The tool that stands in for a schema where a model cannot be held to one: it is forced to call
 * the tool, and the arguments of the call are its answer.
 */
final class AnswerTool {
    /** Not a name that a client would give to a tool of its own. */
    static final String NAME = "undercut_answer";

    /** What the model is told of it. */
    static final String DESCRIPTION = "Give your whole answer by calling this tool, once.";

    /** Any object, for clients that want JSON of no certain shape. */
    static final String ANY_OBJECT = "{\"type\":\"object\"}";

    private AnswerTool() {}
}
