package dev.undercut.provider.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one chunk of a stream carries.
 *
 * @param choice which choice it belongs to
 * @param before tokens written in this choice before it: what its due time follows from
 */
record Piece(int choice, Kind kind, String text, long before) {

    /** The parts of a choice, in the order in which they come. */
    enum Kind {
        ROLE,
        REASONING,
        CONTENT,
        CALL,
        ARGUMENTS,
        FINISH
    }

    /** From this many characters on a piece ends at the next blank. */
    private static final int SHORT = 8;

    /** At this many it ends in any case. */
    private static final int LONG = 16;

    /** All pieces of all choices in the order in which they are written. */
    static List<Piece> of(Completion completion) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < completion.choices().size(); i++) {
            add(pieces, i, completion.choices().get(i));
        }
        pieces.sort(Comparator.comparingLong(Piece::before));
        return pieces;
    }

    private static void add(List<Piece> pieces, int index, Choice choice) {
        pieces.add(new Piece(index, Kind.ROLE, "", 0));
        split(pieces, index, Kind.REASONING, choice.reasoning(), 0);
        long at = choice.reasoningTokens();
        split(pieces, index, Kind.CONTENT, choice.content(), at);
        Choice.ToolCall call = choice.call();
        if (call != null) {
            pieces.add(new Piece(index, Kind.CALL, "", at));
            split(pieces, index, Kind.ARGUMENTS, call.arguments(), at);
        }
        pieces.add(new Piece(index, Kind.FINISH, "", choice.tokens()));
    }

    private static void split(List<Piece> pieces, int index, Kind kind, String text, long start) {
        long bytes = 0;
        int from = 0;
        while (from < text.length()) {
            int end = end(text, from);
            String part = text.substring(from, end);
            pieces.add(new Piece(index, kind, part, start + bytes / TokenRule.BYTES));
            bytes += TokenRule.bytes(part);
            from = end;
        }
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < LONG) {
            int point = text.codePointAt(end);
            end += Character.charCount(point);
            if (end - from >= SHORT && Character.isWhitespace(point)) {
                break;
            }
        }
        return end;
    }
}
