package dev.undercut.dispatch.relay;

import dev.undercut.chat.Delta;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.StreamEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of another offer as the rest of one that broke off, so that no text is lost and none
 * comes twice. An answer that was begun for it is taken as it comes; a fresh one, or one that
 * begins again although it was asked to go on, is taken only from where it leaves the text that the
 * client has, and only if it says the same up to there.
 */
public final class Continuation implements AnswerStream {
    /** So much of the beginning, said again, is no accident. */
    public static final int TELLING = 24;

    private final AnswerStream events;
    private final String given;
    private final StringBuilder held = new StringBuilder();
    private String toSkip;
    private boolean undecided;
    private boolean goesOn;
    private boolean delivered;
    private boolean diverged;

    /**
     * The rest of an answer.
     *
     * @param given the text that the client has
     * @param asked the text that the offer was asked to go on with: the same without the space at
     *     its end, or empty when it was not asked to go on
     */
    public Continuation(AnswerStream events, String given, String asked) {
        this.events = events;
        this.given = given;
        this.undecided = !asked.isEmpty();
        this.toSkip = asked.isEmpty() ? given : "";
    }

    /** Whether the client has been given anything of it. */
    public boolean hasDelivered() {
        return delivered;
    }

    /** Whether it said something else than what the client has. */
    public boolean hasDiverged() {
        return diverged;
    }

    /** Whether it goes on with the text itself, instead of saying it again. */
    public boolean goesOn() {
        return goesOn;
    }

    @Override
    public boolean isReady() {
        return events.isReady();
    }

    @Override
    public @Nullable StreamEvent next() throws IOException {
        return rest(events.next());
    }

    /** The same event without what the client has already. */
    public @Nullable StreamEvent rest(@Nullable StreamEvent event) {
        return switch (event) {
            case null -> null;
            case StreamEvent.Piece piece -> {
                List<Delta> rest = rest(piece.deltas());
                yield rest == null
                        ? diverged()
                        : new StreamEvent.Piece(
                                StreamEvent.NO_FRAME, piece.textBytes(), piece.report(), rest);
            }
            case StreamEvent.Finish finish -> {
                List<Delta> rest = rest(finish.deltas());
                yield rest == null || !toSkip.isEmpty()
                        ? diverged()
                        : new StreamEvent.Finish(
                                StreamEvent.NO_FRAME, finish.reason(), finish.report(), rest);
            }
            case StreamEvent other -> other;
        };
    }

    private StreamEvent diverged() {
        diverged = true;
        return new StreamEvent.Failed("the other offer says something else");
    }

    private @Nullable List<Delta> rest(List<Delta> deltas) {
        List<Delta> rest = new ArrayList<>(deltas.size());
        for (Delta delta : deltas) {
            switch (delta) {
                case Delta.Started started -> {}
                // Another one's thoughts are no part of this answer.
                case Delta.Thought thought -> {}
                case Delta.ThoughtSignature signature -> {}
                case Delta.HiddenThought thought -> {}
                case Delta.Text(int choice, String text) -> {
                    String more = more(text);
                    if (more == null) {
                        return null;
                    }
                    add(choice, more, rest);
                }
                case Delta.Stopped stopped -> {
                    add(stopped.choice(), decided(), rest);
                    delivered |= toSkip.isEmpty();
                    rest.add(stopped);
                }
                case Delta.Refused refused -> {
                    return null;
                }
                case Delta.ToolCall call -> {
                    return null;
                }
                case Delta.Arguments more -> {
                    return null;
                }
            }
        }
        return rest;
    }

    private void add(int choice, String text, List<Delta> rest) {
        if (!text.isEmpty()) {
            delivered = true;
            rest.add(new Delta.Text(choice, text));
        }
    }

    /** What of this text is new; null when it contradicts what the client has. */
    private @Nullable String more(String text) {
        if (undecided) {
            held.append(text);
            int telling = Math.min(TELLING, given.length());
            if (given.startsWith(held.toString()) && held.length() < telling) {
                return "";
            }
            return held.length() >= telling
                            && held.toString().startsWith(given.substring(0, telling))
                    ? again()
                    : decided();
        }
        int common = Math.min(text.length(), toSkip.length());
        if (!toSkip.startsWith(text.substring(0, common))) {
            return null;
        }
        toSkip = toSkip.substring(common);
        return text.substring(common);
    }

    /** It began again, asked or not. */
    private @Nullable String again() {
        undecided = false;
        toSkip = given;
        String text = held.toString();
        held.setLength(0);
        return more(text);
    }

    /** It goes on; space at the seam that the client has already is not said twice. */
    private String decided() {
        if (!undecided) {
            return "";
        }
        undecided = false;
        goesOn = true;
        String text = held.toString();
        held.setLength(0);
        String seam = given.substring(given.stripTrailing().length());
        int common = 0;
        while (common < seam.length()
                && common < text.length()
                && seam.charAt(common) == text.charAt(common)) {
            common++;
        }
        return text.substring(common);
    }
}
