package dev.undercut.dialect.gemini;

import dev.undercut.chat.StopReason;

/** Gemini's words for why a candidate ended. */
final class GeminiStopReasons {
    private GeminiStopReasons() {}

    /**
     * The reason in neutral words.
     *
     * @param called whether the candidate called a tool, which Gemini does not say here
     */
    static StopReason read(String word, boolean called) {
        return switch (word) {
            case "STOP" -> called ? StopReason.TOOL : StopReason.STOP;
            case "MAX_TOKENS" -> StopReason.LENGTH;
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" ->
                    StopReason.FILTER;
            default -> StopReason.ERROR;
        };
    }
}
