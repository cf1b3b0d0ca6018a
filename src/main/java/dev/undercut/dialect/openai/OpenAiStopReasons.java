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
}
