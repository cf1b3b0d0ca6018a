package dev.undercut.dialect.anthropic;

/** Watches a JSON object grow and knows when it is whole. */
final class ObjectEnd {
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean reached;

    void add(String piece) {
        for (int i = 0; i < piece.length() && !reached; i++) {
            next(piece.charAt(i));
        }
    }

    private void next(char letter) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = letter == '\\';
            inString = letter != '"';
        } else {
            switch (letter) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    depth--;
                    reached = depth <= 0;
                }
                default -> {}
            }
        }
    }

    boolean isReached() {
        return reached;
    }
}
