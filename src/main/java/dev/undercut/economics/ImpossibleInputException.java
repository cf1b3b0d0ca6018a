package dev.undercut.economics;

/** An input that cannot be: says which, why, and the nearest range in which it could be. */
public final class ImpossibleInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String input;
    private final String reason;
    private final String nearest;

    /**
     * Makes it.
     *
     * @param input the input's name, as its flag and parameter are called
     * @param reason why it cannot be so
     * @param nearest the nearest valid range, with its unit
     */
    public ImpossibleInputException(String input, String reason, String nearest) {
        super(input + ": " + reason + "; nearest valid range: " + nearest);
        this.input = input;
        this.reason = reason;
        this.nearest = nearest;
    }

    public String input() {
        return input;
    }

    public String reason() {
        return reason;
    }

    public String nearest() {
        return nearest;
    }
}
