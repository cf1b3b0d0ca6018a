package dev.undercut.web.answer;

import dev.undercut.market.naming.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** A question without an answer; becomes a {@link Reply.Refused} within this room. */
public final class BadQuestionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SUGGESTIONS = 4;

    private final boolean unknown;
    private final String why;

    private BadQuestionException(boolean unknown, String why) {
        super(why);
        this.unknown = unknown;
        this.why = why;
    }

    /** It was asked wrongly. */
    public static BadQuestionException wrong(String why) {
        return new BadQuestionException(false, why);
    }

    /** What was asked for does not exist. */
    public static BadQuestionException unknown(String why) {
        return new BadQuestionException(true, why);
    }

    /** {@code ; nearest: a, b, c}, or nothing when no known name is near. */
    public static String nearest(String name, Collection<String> known) {
        return nearest(name, known, UnaryOperator.identity());
    }

    /** The same when several names mean one thing, which is named once, by its own. */
    public static String nearest(String name, Collection<String> known, UnaryOperator<String> own) {
        List<String> near = Nearest.names(name, known, own, SUGGESTIONS);
        return near.isEmpty() ? "" : "; nearest: " + String.join(", ", near);
    }

    /** What the desk answers instead. */
    public Reply.Refused reply() {
        return new Reply.Refused(unknown, why);
    }
}
