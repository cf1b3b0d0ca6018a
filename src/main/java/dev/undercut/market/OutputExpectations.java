package dev.undercut.market;

import dev.undercut.chat.Effort;
import java.util.EnumMap;
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

    private static final Tokens NOTHING = new Tokens(0, 0);

    private final Map<String, Map<Effort, Tokens>> rows;
    private final Map<Effort, Tokens> plainRule;
    private final Map<Effort, Tokens> reasoningRule;

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

    private OutputExpectations(Map<String, Map<Effort, Tokens>> rows) {
        this.rows = Map.copyOf(rows);
        this.plainRule = rows.getOrDefault(PLAIN, Map.of());
        this.reasoningRule = rows.getOrDefault(REASONING, Map.of());
        if (!plainRule.containsKey(Effort.DEFAULT) || !reasoningRule.containsKey(Effort.DEFAULT)) {
            throw new IllegalArgumentException("the rules * and *reasoning are missing");
        }
    }

    /** Collects rows. */
    public static final class Builder {
        private final Map<String, Map<Effort, Tokens>> rows = new HashMap<>();

        /** What {@code model} (or a rule's name) writes at that effort. */
        public Builder add(String model, Effort effort, long visible, long reasoning) {
            rows.computeIfAbsent(model, name -> new EnumMap<>(Effort.class))
                    .put(effort, new Tokens(visible, reasoning));
            return this;
        }

        /**
         * All rows together.
         *
         * @throws IllegalArgumentException when the rules for models without a row are missing
         */
        public OutputExpectations build() {
            return new OutputExpectations(rows);
        }
    }

    /**
     * What that model writes at that effort: its own row, else the rule of its kind. Its medium and
     * its default stand in for each other, and a model that does not think writes the same at any
     * effort.
     */
    public Tokens of(Model model, Effort effort) {
        Map<Effort, Tokens> own = rows.get(model.id());
        Tokens tokens = own == null ? null : ownRow(own, model.reasoning(), effort);
        if (tokens != null) {
            return tokens;
        }
        Map<Effort, Tokens> rule = model.reasoning() ? reasoningRule : plainRule;
        Tokens ruled = rule.get(effort);
        return ruled != null ? ruled : rule.getOrDefault(Effort.DEFAULT, NOTHING);
    }

    private static @Nullable Tokens ownRow(
            Map<Effort, Tokens> own, boolean reasoning, Effort effort) {
        Tokens tokens = own.get(effort);
        if (tokens == null && (effort == Effort.MEDIUM || !reasoning)) {
            tokens = own.get(Effort.DEFAULT);
        }
        if (tokens == null && effort == Effort.DEFAULT) {
            tokens = own.get(Effort.MEDIUM);
        }
        return tokens;
    }
}
