package dev.undercut.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer in no provider's dialect.
 *
 * @param id the provider's id of it, or null
 * @param model the provider's name of the model, or null
 * @param choices by index, without gaps
 */
public record Answer(@Nullable String id, @Nullable String model, List<Choice> choices) {

    public Answer {
        choices = List.copyOf(choices);
    }

    /**
     * One of the answers asked for.
     *
     * @param parts what the model wrote, in order
     * @param reason why it stopped, or null when it did not say
     * @param stopSequence the stop text that it met, or null
     */
    public record Choice(
            List<Part> parts, @Nullable StopReason reason, @Nullable String stopSequence) {
        public Choice {
            parts = List.copyOf(parts);
        }
    }

    /** The fold of all that came. */
    public static Answer of(List<Delta> deltas) {
        Fold fold = new Fold();
        deltas.forEach(fold::add);
        return fold.answer();
    }

    private static final class Fold {
        private @Nullable String id;
        private @Nullable String model;
        private final Map<Integer, Open> choices = new TreeMap<>();

        void add(Delta delta) {
            switch (delta) {
                case Delta.Started started -> {
                    id = id == null ? started.id() : id;
                    model = model == null ? started.model() : model;
                }
                case Delta.Text text -> of(text.choice()).text(Kind.TEXT, text.text());
                case Delta.Thought thought ->
                        of(thought.choice()).text(Kind.THOUGHT, thought.text());
                case Delta.Refused refused ->
                        of(refused.choice()).text(Kind.REFUSED, refused.text());
                case Delta.ThoughtSignature signature ->
                        of(signature.choice()).signed(signature.signature());
                case Delta.HiddenThought hidden -> {
                    of(hidden.choice()).close();
                    of(hidden.choice()).parts.add(new Part.HiddenThought(hidden.data()));
                }
                case Delta.ToolCall call -> of(call.choice()).call(call);
                case Delta.Arguments more ->
                        of(more.choice()).arguments(more.call()).append(more.json());
                case Delta.Stopped stopped -> {
                    of(stopped.choice()).reason = stopped.reason();
                    of(stopped.choice()).stopSequence = stopped.stopSequence();
                }
            }
        }

        private Open of(int choice) {
            return choices.computeIfAbsent(choice, index -> new Open());
        }

        Answer answer() {
            int last = choices.isEmpty() ? 0 : Collections.max(choices.keySet());
            List<Choice> all = new ArrayList<>(last + 1);
            for (int index = 0; index <= last; index++) {
                all.add(of(index).choice());
            }
            return new Answer(id, model, all);
        }
    }

    private enum Kind {
        TEXT,
        THOUGHT,
        REFUSED
    }

    /** A choice that may still grow. */
    private static final class Open {
        private final List<Part> parts = new ArrayList<>();
        private final Map<Integer, StringBuilder> arguments = new TreeMap<>();
        private final Map<Integer, Integer> places = new TreeMap<>();
        private @Nullable Kind kind;
        private final StringBuilder text = new StringBuilder();
        private @Nullable StopReason reason;
        private @Nullable String stopSequence;

        void text(Kind of, String more) {
            if (kind != of) {
                close();
                kind = of;
            }
            text.append(more);
        }

        void signed(String signature) {
            if (kind == Kind.THOUGHT) {
                parts.add(new Part.Thought(text.toString(), signature));
                text.setLength(0);
                kind = null;
            } else {
                close();
                parts.add(new Part.Thought("", signature));
            }
        }

        void call(Delta.ToolCall call) {
            close();
            places.put(call.call(), parts.size());
            parts.add(new Part.ToolCall(call.id(), call.name(), "", null));
        }

        StringBuilder arguments(int call) {
            return arguments.computeIfAbsent(call, index -> new StringBuilder());
        }

        void close() {
            if (kind != null) {
                String whole = text.toString();
                parts.add(
                        switch (kind) {
                            case TEXT -> new Part.Text(whole);
                            case THOUGHT -> new Part.Thought(whole, null);
                            case REFUSED -> new Part.Refused(whole);
                        });
            }
            text.setLength(0);
            kind = null;
        }

        Choice choice() {
            close();
            places.forEach((call, place) -> {
                Part.ToolCall open = (Part.ToolCall) parts.get(place);
                parts.set(
                        place,
                        new Part.ToolCall(
                                open.id(), open.name(), arguments(call).toString(), null));
            });
            return new Choice(parts, reason, stopSequence);
        }
    }
}
