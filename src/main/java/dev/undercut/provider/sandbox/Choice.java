package dev.undercut.provider.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * One finished answer, already cut to the limits of the request.
 *
 * @param reasoning what it thought before, or empty
 * @param content the visible text; empty where a tool is called
 * @param call the tool it wants called, or null
 * @param finish {@code stop}, {@code length} or {@code tool_calls}
 */
record Choice(String reasoning, String content, @Nullable ToolCall call, String finish) {

    /** A call of a tool, with its arguments as JSON text. */
    record ToolCall(String id, String name, String arguments) {}

    long reasoningTokens() {
        return TokenRule.of(reasoning);
    }

    /** All tokens written, reasoning included. */
    long tokens() {
        String called = call == null ? "" : call.name + call.arguments;
        return reasoningTokens() + TokenRule.of(content) + TokenRule.of(called);
    }

    /** This choice with nothing behind the first of the stop strings, within so many tokens. */
    Choice limited(Iterable<String> stops, long maxTokens) {
        int end = content.length();
        for (String stop : stops) {
            int found = content.indexOf(stop);
            end = found >= 0 && found < end ? found : end;
        }
        Choice stopped = new Choice(reasoning, content.substring(0, end), call, finish);
        return stopped.tokens() <= maxTokens ? stopped : stopped.cut(maxTokens);
    }

    private Choice cut(long maxTokens) {
        String thought = TokenRule.cut(reasoning, maxTokens);
        long left = maxTokens - TokenRule.of(thought);
        ToolCall shortened = null;
        if (call != null && TokenRule.of(call.name) <= left) {
            long bytes = left * TokenRule.BYTES - TokenRule.bytes(call.name);
            String arguments = TokenRule.cut(call.arguments, bytes / TokenRule.BYTES);
            shortened = new ToolCall(call.id, call.name, arguments);
        }
        return new Choice(thought, TokenRule.cut(content, left), shortened, "length");
    }
}
