package dev.undercut.dialect.anthropic;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Effort;
import dev.undercut.dialect.RefusedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code thinking}.
 *
 * @param mode what it says
 * @param budget the most tokens to think with, or null
 * @param display whether thoughts shall be in the answer, or null when not said
 */
record ThinkingField(Mode mode, @Nullable Long budget, @Nullable Boolean display) {

    /** The field is not there. */
    static final ThinkingField NOT_SAID = new ThinkingField(Mode.NOT_SAID, null, null);

    /** Up to these budgets a request is taken to ask for low and for medium effort. */
    private static final long LOW = 4_096;

    private static final long MEDIUM = 16_384;

    /** What the field says. */
    enum Mode {
        NOT_SAID,
        DISABLED,
        ENABLED,
        ADAPTIVE,
        /** In a way that only this dialect knows. */
        OTHER
    }

    boolean isOn() {
        return mode == Mode.ENABLED || mode == Mode.ADAPTIVE;
    }

    /**
     * The effort that the request asks for.
     *
     * @param said {@code output_config.effort}, or null
     */
    Effort effort(@Nullable Effort said) {
        return switch (mode) {
            case DISABLED -> Effort.NONE;
            case NOT_SAID, OTHER -> said == null ? Effort.DEFAULT : said;
            // "high" is the documented default of the field effort.
            case ADAPTIVE -> said == null ? Effort.HIGH : said;
            case ENABLED -> said == null ? byBudget() : said;
        };
    }

    private Effort byBudget() {
        if (budget == null || budget > MEDIUM) {
            return Effort.HIGH;
        }
        return budget > LOW ? Effort.MEDIUM : Effort.LOW;
    }

    /** The same in no dialect. Thoughts are shown where the client does not say otherwise. */
    Conversation.Thinking neutral(@Nullable Effort said) {
        Boolean show = (isOn() && display == null) ? Boolean.TRUE : display;
        return new Conversation.Thinking(effort(said), budget, show);
    }

    static ThinkingField read(JsonCursor cursor) throws IOException, RefusedException {
        if (cursor.isNull()) {
            return NOT_SAID;
        }
        Reader reader = new Reader(cursor);
        cursor.object("thinking", reader::field);
        return new ThinkingField(reader.mode, reader.budget, reader.display);
    }

    static @Nullable Effort readEffort(JsonCursor cursor) throws IOException, RefusedException {
        String code = cursor.stringOrNull("output_config.effort");
        if (code == null) {
            return null;
        }
        return Effort.of(code)
                .filter(effort -> effort != Effort.DEFAULT)
                .orElseThrow(() ->
                        JsonCursor.refused(
                                "output_config.effort", "low, medium, high, xhigh or max"));
    }

    private static final class Reader {
        private final JsonCursor cursor;
        private Mode mode = Mode.NOT_SAID;
        private @Nullable Long budget;
        private @Nullable Boolean display;

        Reader(JsonCursor cursor) {
            this.cursor = cursor;
        }

        void field(String name) throws IOException, RefusedException {
            switch (name) {
                case "type" -> mode = mode(cursor.string("thinking.type"));
                case "budget_tokens" -> budget = cursor.whole("thinking.budget_tokens", 1);
                case "display" -> {
                    String how = cursor.stringOrNull("thinking.display");
                    display = how == null ? null : (Boolean) !how.equals("omitted");
                }
                default -> cursor.skip();
            }
        }

        private static Mode mode(String type) {
            return switch (type) {
                case "enabled" -> Mode.ENABLED;
                case "disabled" -> Mode.DISABLED;
                case "adaptive" -> Mode.ADAPTIVE;
                default -> Mode.OTHER;
            };
        }
    }
}
