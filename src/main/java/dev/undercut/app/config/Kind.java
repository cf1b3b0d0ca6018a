package dev.undercut.app.config;

import java.util.function.Function;

/**
 * A kind of value.
 *
 * @param type its name in the documentation
 * @param expected what a wrong value is told: "expected …"
 * @param secret whether a value must never be shown
 * @param reader makes the value, or throws {@link IllegalArgumentException}; the text is never
 *     blank
 */
record Kind<T>(String type, String expected, boolean secret, Function<String, T> reader) {

    static <T> Kind<T> of(String type, String expected, Function<String, T> reader) {
        return new Kind<>(type, expected, false, reader);
    }

    /**
     * Reads a value.
     *
     * @throws Unfit with a message of its own, when "expected …" would not explain enough
     * @throws IllegalArgumentException when it is not of this kind
     */
    T read(String text) {
        try {
            return reader.apply(text.strip());
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(tooLarge);
        }
    }

    /** A refusal whose message is shown as it is, and therefore never repeats the value. */
    static final class Unfit extends IllegalArgumentException {
        Unfit(String message) {
            super(message);
        }
    }
}
