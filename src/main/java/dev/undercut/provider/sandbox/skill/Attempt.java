package dev.undercut.provider.sandbox.skill;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One worked answer.
 *
 * @param working the steps as a model would show them, one or more lines
 * @param answer the final answer alone: a plain decimal, or an expression in the game of 24
 */
public record Attempt(String working, String answer) {

    /** The answer as a number, where it is one. */
    public Optional<BigDecimal> number() {
        try {
            return Optional.of(new BigDecimal(answer));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
