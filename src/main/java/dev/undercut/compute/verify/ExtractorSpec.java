package dev.undercut.compute.verify;

/** How to find the answer in a text, as clients ask for it. */
public sealed interface ExtractorSpec {
    /** Options that a multiple choice may have at most, A to Z. */
    int MOST_OPTIONS = 26;

    /** Options where nothing is said. */
    int USUAL_OPTIONS = 5;

    /** What the text itself marks as its answer, else its last number, else a short text whole. */
    record Auto() implements ExtractorSpec {}

    /** The whole text. */
    record Exact() implements ExtractorSpec {}

    /** The last number of the text. */
    record LastNumber() implements ExtractorSpec {}

    /**
     * The letter of an option.
     *
     * @param options how many there are, 2 to 26
     */
    record Choice(int options) implements ExtractorSpec {}

    /** What stands in the last {@code \boxed{}}. */
    record Boxed() implements ExtractorSpec {}

    /**
     * A value of the JSON in the text.
     *
     * @param pointer where, by RFC 6901; empty for all of it
     */
    record Pointer(String pointer) implements ExtractorSpec {}

    /**
     * What a regular expression finds last: its first group, or all where it has none.
     *
     * @param pattern in RE2's syntax
     */
    record Regex(String pattern) implements ExtractorSpec {}

    /**
     * Reads the short form that requests use.
     *
     * @param text {@code auto}, {@code exact}, {@code last_number}, {@code choice}, {@code
     *     choice:N}, {@code boxed}, {@code json:POINTER} or {@code regex:PATTERN}
     * @return refused for the field {@code extract}
     */
    static Made<ExtractorSpec> named(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        if (colon >= 0 && (name.equals("json") || name.equals("regex"))) {
            return new Made.Ready<>(name.equals("json") ? new Pointer(rest) : new Regex(rest));
        }
        if (name.equals("choice") && (colon < 0 || rest.matches("[0-9]{1,2}"))) {
            return new Made.Ready<>(new Choice(colon < 0 ? USUAL_OPTIONS : Integer.parseInt(rest)));
        }
        return switch (text) {
            case "auto" -> new Made.Ready<>(new Auto());
            case "exact" -> new Made.Ready<>(new Exact());
            case "last_number" -> new Made.Ready<>(new LastNumber());
            case "boxed" -> new Made.Ready<>(new Boxed());
            default ->
                    new Made.Refused<>(
                            "extract",
                            "expected auto, exact, last_number, choice, choice:N, boxed,"
                                    + " json:/pointer or regex:pattern");
        };
    }
}
