package dev.undercut.compute.replay;

/**
 * What recorded tokens are priced at. Statistics, not books: nobody pays this.
 *
 * @param input USD for a million tokens of a prompt, 0 or more
 * @param output USD for a million tokens of an answer, 0 or more
 */
public record Price(double input, double output) {
    private static final double MILLION = 1e6;

    /** GPT-4's list price from March 2023 on. */
    public static final Price GPT_4 = new Price(30, 60);

    public Price {
        if (!(input >= 0 && output >= 0 && input < MILLION && output < MILLION)) {
            throw new IllegalArgumentException("a price is 0 or more");
        }
    }

    /** USD for so many tokens. */
    double of(double prompt, double completion) {
        return (prompt * input + completion * output) / MILLION;
    }

    /** USD for all outputs. */
    double of(Recorded.Usage usage) {
        return of((double) usage.prompt(), (double) usage.completion());
    }
}
