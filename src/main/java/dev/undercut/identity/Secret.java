package dev.undercut.identity;

/**
 * A text that must never be printed: an API key, a header that carries one.
 *
 * <p>Its string form is {@code ***}, so that a record which holds one can be logged whole. Only the
 * code that sends it asks for {@link #plain()}.
 *
 * @param plain the text itself; not empty
 */
public record Secret(String plain) {

    public Secret {
        if (plain.isEmpty()) {
            throw new IllegalArgumentException("a secret cannot be empty");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
