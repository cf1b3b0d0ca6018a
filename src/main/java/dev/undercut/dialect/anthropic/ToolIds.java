package dev.undercut.dialect.anthropic;

/** Ids of tool calls that other providers gave, in letters that the API takes. */
final class ToolIds {
    private ToolIds() {}

    /**
     * The id itself where it is made of {@code [a-zA-Z0-9_-]}, else one made from it: the same for
     * a call and its result, and different for different ids.
     */
    static String accepted(String id) {
        StringBuilder letters = new StringBuilder(id.length() + 10);
        boolean foreign = id.isEmpty();
        for (int i = 0; i < id.length(); i++) {
            char letter = id.charAt(i);
            boolean known = isKnown(letter);
            foreign |= !known;
            letters.append(known ? letter : '_');
        }
        if (!foreign) {
            return id;
        }
        return letters.append('_').append(Integer.toHexString(id.hashCode())).toString();
    }

    private static boolean isKnown(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '_'
                || letter == '-';
    }
}
