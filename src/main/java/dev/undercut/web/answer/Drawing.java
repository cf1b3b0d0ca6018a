package dev.undercut.web.answer;

/** A picture made of characters, for a terminal. */
@FunctionalInterface
public interface Drawing {
    /** The lines of the drawing, each with its end; empty when there is too little to draw. */
    String draw();
}
