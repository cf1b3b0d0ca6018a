package dev.undercut.dialect.gemini;

import dev.undercut.chat.Effort;
import java.util.Locale;

/**
 * What differs between the generations of Gemini, told by the number in the model's name. A model
 * without one ({@code gemini-flash-latest}) is taken for one of the newest.
 *
 * @param generation 1, 2, 3 …
 * @param pro whether it is one of the largest, which always think
 * @see <a href="https://ai.google.dev/gemini-api/docs/thinking">levels and budgets</a>
 * @see <a href="https://ai.google.dev/gemini-api/docs/openai">efforts as levels and budgets</a>
 */
record GeminiModel(int generation, boolean pro) {
    private static final String FAMILY = "gemini-";
    private static final int LEVELS_SINCE = 3;
    private static final int NEWEST = Integer.MAX_VALUE;
    private static final int LEAST_PRO_BUDGET = 128;

    /** The model of that id. */
    static GeminiModel of(String id) {
        String name = id.toLowerCase(Locale.ROOT);
        int at = name.indexOf(FAMILY);
        int digit = at + FAMILY.length();
        boolean numbered =
                at >= 0 && digit < name.length() && Character.isDigit(name.charAt(digit));
        return new GeminiModel(
                numbered ? Character.digit(name.charAt(digit), 10) : NEWEST, name.contains("pro"));
    }

    /** Whether it thinks by level; older ones think by a budget of tokens. */
    boolean hasLevels() {
        return generation >= LEVELS_SINCE;
    }

    /** Whether it refuses calls in the history that come without its signature. */
    boolean wantsSignatures() {
        return generation >= LEVELS_SINCE;
    }

    /** Whether it can answer in JSON and call tools in one request. */
    boolean mixesJsonAndTools() {
        return generation >= LEVELS_SINCE;
    }

    /** The level for an effort. Thinking cannot be switched off: none is the least there is. */
    String level(Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL -> pro ? "LOW" : "MINIMAL";
            case LOW -> "LOW";
            case MEDIUM -> pro && generation == LEVELS_SINCE ? "HIGH" : "MEDIUM";
            case DEFAULT, HIGH, XHIGH, MAX -> "HIGH";
        };
    }

    /** The level nearest to a budget. */
    String level(long budget) {
        return level(
                budget <= budget(Effort.LOW)
                        ? Effort.LOW
                        : budget <= budget(Effort.MEDIUM) ? Effort.MEDIUM : Effort.HIGH);
    }

    /** The budget for an effort, in tokens. */
    long budget(Effort effort) {
        return switch (effort) {
            case NONE -> pro ? LEAST_PRO_BUDGET : 0;
            case MINIMAL, LOW -> 1024;
            case MEDIUM -> 8192;
            case DEFAULT, HIGH, XHIGH, MAX -> 24576;
        };
    }
}
