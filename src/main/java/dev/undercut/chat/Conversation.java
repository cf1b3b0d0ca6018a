package dev.undercut.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a client says to a model, in no provider's dialect: what every translation reads and
 * writes, so that N dialects need N readers and M writers and never pairs of both.
 *
 * <p>JSON that nobody here looks into (schemas, arguments, unknown fields) stays the text the
 * client wrote, so that its numbers and the order of its keys survive.
 *
 * @param system the instructions at the head, in order
 * @param turns the messages, in order
 * @param tools what the model may call
 * @param toolChoice whether and what it must call
 * @param parallelTools whether it may call several tools at once, or null for its own default
 * @param sampling how to draw tokens
 * @param maxOutput the most tokens to write, or null when the client set no limit
 * @param stop texts at which to stop
 * @param choices how many answers, 1 or more
 * @param format the shape of the answer
 * @param thinking how to think before it answers
 * @param user the client's name for its own user, or null
 * @param others fields of the request that have no place above: the client's own name of each, and
 *     its value as JSON. A target that does not know one must refuse it by that name, unless it is
 *     harmless.
 */
public record Conversation(
        List<Part> system,
        List<Turn> turns,
        List<Tool> tools,
        ToolChoice toolChoice,
        @Nullable Boolean parallelTools,
        Sampling sampling,
        @Nullable Long maxOutput,
        List<String> stop,
        int choices,
        Format format,
        Thinking thinking,
        @Nullable String user,
        Map<String, String> others) {

    public Conversation {
        system = List.copyOf(system);
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        // An empty one stops nothing; some providers would find it before the first word.
        stop = stop.stream().filter(text -> !text.isEmpty()).toList();
        others = Map.copyOf(others);
    }

    /** The same with another limit on tokens to write. */
    public Conversation withMaxOutput(long most) {
        return new Conversation(
                system,
                turns,
                tools,
                toolChoice,
                parallelTools,
                sampling,
                most,
                stop,
                choices,
                format,
                thinking,
                user,
                others);
    }

    /** The same with one more message, of the assistant, that is not at its end. */
    public Conversation withTurn(String begun) {
        List<Turn> more = new ArrayList<>(turns);
        more.add(new Turn(Role.ASSISTANT, List.of(new Part.Text(begun)), null));
        return new Conversation(
                system,
                more,
                tools,
                toolChoice,
                parallelTools,
                sampling,
                maxOutput,
                stop,
                choices,
                format,
                thinking,
                user,
                others);
    }

    /**
     * One message.
     *
     * @param role whose it is
     * @param parts what it holds, in order; results of tools stand in a user's turn
     * @param name the participant's name, or null
     */
    public record Turn(Role role, List<Part> parts, @Nullable String name) {
        public Turn {
            parts = List.copyOf(parts);
        }
    }

    /** Whose a message is. */
    public enum Role {
        USER,
        ASSISTANT,
        /** Instructions that come after the first message. */
        SYSTEM
    }

    /**
     * A function that the model may call.
     *
     * @param name what the model calls it by
     * @param description what it does, or null
     * @param parameters JSON Schema of its arguments as the client wrote it, or null for none
     * @param strict whether arguments must keep to the schema, or null when not said
     * @param cache the mark for the provider's prompt cache, or null
     */
    public record Tool(
            String name,
            @Nullable String description,
            @Nullable String parameters,
            @Nullable Boolean strict,
            @Nullable CacheMark cache) {}

    /** Whether and what the model must call. */
    public sealed interface ToolChoice {
        /** As it likes; also what not saying anything means. */
        record Auto() implements ToolChoice {}

        /** Nothing. */
        record None() implements ToolChoice {}

        /** At least one of the tools. */
        record Any() implements ToolChoice {}

        /** This one. */
        record Named(String name) implements ToolChoice {}
    }

    /**
     * How to draw tokens; each null where the client did not say.
     *
     * @param temperature as JSON number text, OpenAI's range 0 to 2
     * @param topP as JSON number text, 0 to 1
     * @param topK most likely tokens to draw from
     * @param seed for repeatable draws
     * @param frequencyPenalty as JSON number text, -2 to 2
     * @param presencePenalty as JSON number text, -2 to 2
     */
    public record Sampling(
            @Nullable String temperature,
            @Nullable String topP,
            @Nullable Long topK,
            @Nullable Long seed,
            @Nullable String frequencyPenalty,
            @Nullable String presencePenalty) {
        /** The model's own defaults. */
        public static final Sampling DEFAULT = new Sampling(null, null, null, null, null, null);
    }

    /** The shape of the answer. */
    public sealed interface Format {
        /** Free text. */
        record Text() implements Format {}

        /** Any JSON object. */
        record JsonObject() implements Format {}

        /**
         * JSON of this schema.
         *
         * @param name the schema's name
         * @param schema JSON Schema as the client wrote it
         * @param strict whether the answer must keep to it, or null when not said
         * @param description what it is for, or null
         */
        record JsonSchema(
                String name, String schema, @Nullable Boolean strict, @Nullable String description)
                implements Format {}
    }

    /**
     * How to think before answering.
     *
     * @param effort how hard
     * @param budget the most tokens to think with, or null when not said
     * @param show whether the thoughts, or a summary of them, shall be in the answer; null when not
     *     said
     */
    public record Thinking(Effort effort, @Nullable Long budget, @Nullable Boolean show) {
        /** Nothing said. */
        public static final Thinking DEFAULT = new Thinking(Effort.DEFAULT, null, null);
    }

    /** How long the provider's prompt cache shall keep what stands up to a mark. */
    public enum CacheMark {
        /** Five minutes, or the provider's default. */
        MINUTES,
        /** An hour. */
        HOUR
    }
}
