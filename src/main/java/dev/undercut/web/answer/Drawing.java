package dev.undercut.web.answer;

/** A picture made of characters, for a terminal. */
@FunctionalInterface
public interface Drawing {
    /** The lines of the drawing, each with its end; empty when there is too little to draw. */
    String draw();

    /**
     * The same in that many columns at the most; empty where that is too narrow, since a drawing
     * that a terminal wraps shows nothing.
     */
    default String draw(int columns) {
        String drawn = draw();
        return drawn.lines().allMatch(line -> line.length() <= columns) ? drawn : "";
    }
}
