package dev.undercut.market;

import dev.undercut.chat.Effort;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens models are expected to write, by model and effort, from measurements where there
 * are some and stated assumptions elsewhere ({@code data/expected_output.csv}).
 */
public final class OutputExpectations {
    private static final String PLAIN = "*";
    private static final String REASONING = "*reasoning";

    private final Map<Key, Tokens> rows;

    private record Key(String model, Effort effort) {}

    /**
     * Expected output of one answer.
     *
     * @param visible tokens that the client sees
     * @param reasoning tokens of thinking
     */
    public record Tokens(long visible, long reasoning) {
        public long total() {
            return visible + reasoning;
        }
    }

    private OutputExpectations(Map<Key, Tokens> rows) {
        this.rows = Map.copyOf(rows);
    }

    /** Collects rows. */
    public static final class Builder {
        private final Map<Key, Tokens> rows = new HashMap<>();

        /** What {@code model} (or a rule's name) writes at that effort. */
        public Builder add(String model, Effort effort, long visible, long reasoning) {
            rows.put(new Key(model, effort), new Tokens(visible, reasoning));
            return this;
        }

        /**
         * All rows together.
         *
         * @throws IllegalArgumentException when the rules for models without a row are missing
         */
        public OutputExpectations build() {
            if (!rows.containsKey(new Key(PLAIN, Effort.DEFAULT))
                    || !rows.containsKey(new Key(REASONING, Effort.DEFAULT))) {
                throw new IllegalArgumentException("the rules * and *reasoning are missing");
            }
            return new OutputExpectations(rows);
        }
    }

    /** What that model writes at that effort: its own row, else the rule of its kind. */
    public Tokens of(Model model, Effort effort) {
        String rule = model.reasoning() ? REASONING : PLAIN;
        Tokens tokens = rows.get(new Key(model.id(), effort));
        if (tokens == null && effort == Effort.DEFAULT) {
            tokens = rows.get(new Key(model.id(), Effort.MEDIUM));
        }
        if (tokens == null) {
            tokens = rows.get(new Key(rule, effort));
        }
        return tokens != null ? tokens : fallback(rule);
    }

    private Tokens fallback(String rule) {
        @Nullable Tokens tokens = rows.get(new Key(rule, Effort.DEFAULT));
        return tokens == null ? new Tokens(0, 0) : tokens;
    }
}
