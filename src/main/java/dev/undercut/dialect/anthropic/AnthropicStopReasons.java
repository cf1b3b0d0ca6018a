package dev.undercut.dialect.anthropic;

import dev.undercut.chat.StopReason;
import org.jspecify.annotations.Nullable;

/** The dialect's stop reasons and neutral words. */
final class AnthropicStopReasons {
    private AnthropicStopReasons() {}

    static StopReason read(String stopReason) {
        return switch (stopReason) {
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "tool_use" -> StopReason.TOOL;
            case "refusal" -> StopReason.FILTER;
            default -> StopReason.STOP;
        };
    }

    /**
     * The dialect's word.
     *
     * @param stopSequence the stop text that it met, or null
     */
    static String write(@Nullable StopReason reason, @Nullable String stopSequence) {
        return switch (reason) {
            case LENGTH -> "max_tokens";
            case TOOL -> "tool_use";
            case FILTER -> "refusal";
            case STOP, ERROR -> stopSequence == null ? "end_turn" : "stop_sequence";
            case null -> "end_turn";
        };
    }
}
