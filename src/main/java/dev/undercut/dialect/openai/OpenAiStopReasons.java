package dev.undercut.dialect.openai;

import dev.undercut.chat.StopReason;

/** The dialect's finish reasons in neutral words. */
final class OpenAiStopReasons {
    private OpenAiStopReasons() {}

    static StopReason read(String finishReason) {
        return switch (finishReason) {
            case "length" -> StopReason.LENGTH;
            case "tool_calls", "function_call" -> StopReason.TOOL;
            case "content_filter" -> StopReason.FILTER;
            case "error", "insufficient_system_resource" -> StopReason.ERROR;
            default -> StopReason.STOP;
        };
    }

    /**
     * The finish reason; there is none for a failure, which never comes this far.
     *
     * @param oldCalls whether the client speaks of functions rather than of tools
     */
    static String write(StopReason reason, boolean oldCalls) {
        return switch (reason) {
            case STOP, ERROR -> "stop";
            case LENGTH -> "length";
            case TOOL -> oldCalls ? "function_call" : "tool_calls";
            case FILTER -> "content_filter";
        };
    }
}
