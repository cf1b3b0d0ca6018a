package dev.undercut.compute.spec;

/** Something in a wish that cannot be; turned into a refusal where the wish is read. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * At fault.
     *
     * @param field as the client wrote it below {@code compute}, such as {@code budget.usd}
     */
    Fault(String field, String message) {
        super(message);
        this.field = field;
    }

    String field() {
        return field;
    }
}
