package dev.undercut.dialect.bedrock;

import dev.undercut.chat.StopReason;

/** Bedrock's words for why an answer ended. */
final class BedrockStopReasons {
    private BedrockStopReasons() {}

    /** The reason in neutral words; a word that is new is taken for an ordinary end. */
    static StopReason read(String word) {
        return switch (word) {
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "tool_use" -> StopReason.TOOL;
            case "content_filtered", "guardrail_intervened" -> StopReason.FILTER;
            case "malformed_model_output", "malformed_tool_use" -> StopReason.ERROR;
            default -> StopReason.STOP;
        };
    }
}
