package dev.undercut.chat;

/**
 * The tokens of one call as disjoint counts: no token stands in two of them, so a cost is a sum of
 * products. Providers report overlapping counts; their dialects untangle them.
 *
 * @param input input tokens neither read from nor written to a prompt cache
 * @param cacheRead input tokens read from the provider's prompt cache
 * @param cacheWrite input tokens written to a prompt cache kept for minutes (Anthropic's 5 min)
 * @param cacheWriteHour input tokens written to a prompt cache kept for an hour
 * @param output visible output tokens
 * @param reasoning reasoning tokens, billed as output unless the price says otherwise
 */
public record Usage(
        long input,
        long cacheRead,
        long cacheWrite,
        long cacheWriteHour,
        long output,
        long reasoning) {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    public Usage {
        if (input < 0
                || cacheRead < 0
                || cacheWrite < 0
                || cacheWriteHour < 0
                || output < 0
                || reasoning < 0) {
            throw new IllegalArgumentException("a token count is never negative");
        }
    }

    /** Plain input and visible output, nothing cached, no reasoning. */
    public static Usage of(long input, long output) {
        return new Usage(input, 0, 0, 0, output, 0);
    }

    /** Everything the model read, cached or not. */
    public long totalInput() {
        return input + cacheRead + cacheWrite + cacheWriteHour;
    }

    /** Everything the model wrote, visible or not. */
    public long totalOutput() {
        return output + reasoning;
    }

    /** These and those. */
    public Usage plus(Usage more) {
        return new Usage(
                input + more.input,
                cacheRead + more.cacheRead,
                cacheWrite + more.cacheWrite,
                cacheWriteHour + more.cacheWriteHour,
                output + more.output,
                reasoning + more.reasoning);
    }

    /** All tokens. */
    public long total() {
        return totalInput() + totalOutput();
    }
}
