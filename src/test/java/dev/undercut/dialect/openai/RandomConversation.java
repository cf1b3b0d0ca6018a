package dev.undercut.dialect.openai;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Conversations at random, as far as the dialect has words for all that they say. */
final class RandomConversation {
    private static final List<String> TEXTS =
            List.of("a", "two words", "é 日本 😀", "\"quoted\" \\ \n\t", "{\"x\":1}", " ", "\u0001");
    private static final List<String> SCHEMAS =
            List.of("{}", "{\"type\":\"object\",\"properties\":{\"a\":{\"maximum\":1.50}}}");

    private final Random random;
    private int calls;

    RandomConversation(Random random) {
        this.random = random;
    }

    Conversation next() {
        List<Part> system = yes() ? List.of(text()) : List.of();
        List<Turn> turns = new ArrayList<>();
        turns.add(user());
        while (random.nextInt(4) > 0) {
            add(turns);
        }
        boolean tools = yes();
        return new Conversation(
                system,
                turns,
                tools ? List.of(tool("f"), tool("g")) : List.of(),
                tools ? choice() : new ToolChoice.Auto(),
                (tools && yes()) ? Boolean.valueOf(yes()) : null,
                sampling(),
                yes() ? Long.valueOf(random.nextInt(1, 9000)) : null,
                yes() ? List.of("END", "\n\n") : List.of(),
                random.nextInt(1, 4),
                format(),
                new Thinking(one(List.of(Effort.values())), null, null),
                yes() ? one(TEXTS) : null,
                yes() ? Map.of("logit_bias", "{\"50256\":-100}", "top_logprobs", "2") : Map.of());
    }

    private void add(List<Turn> turns) {
        switch (random.nextInt(4)) {
            case 0 -> turns.add(user());
            case 1 -> turns.add(new Turn(Role.SYSTEM, List.of(text()), null));
            case 2 -> turns.add(new Turn(Role.ASSISTANT, List.of(text()), null));
            default -> {
                List<Part> said = new ArrayList<>();
                List<Part> results = new ArrayList<>();
                if (yes()) {
                    said.add(text());
                }
                do {
                    String id = "call_" + calls++;
                    said.add(new Part.ToolCall(id, "f", "{\"a\":" + calls + ".0}", null));
                    results.add(new Part.ToolResult(id, List.of(text()), false, null));
                } while (yes());
                turns.add(new Turn(Role.ASSISTANT, said, null));
                turns.add(new Turn(Role.USER, results, null));
            }
        }
    }

    /** Several parts come back as they were only when one of them is no text. */
    private Turn user() {
        List<Part> parts = new ArrayList<>();
        parts.add(text());
        if (yes()) {
            parts.add(picture());
            parts.add(text());
        }
        if (yes()) {
            parts.add(new Part.Audio("wav", "UklGRg=="));
            parts.add(
                    new Part.Document(
                            new Media.Inline("application/pdf", "JVBERi0="), "a.pdf", null));
        }
        return new Turn(Role.USER, parts, yes() ? "ann" : null);
    }

    private Part picture() {
        Media media =
                yes() ? new Media.Url("https://x/y.png") : new Media.Inline("image/png", "AA+/==");
        return new Part.Image(media, yes() ? "low" : null, null);
    }

    private Part text() {
        return new Part.Text(one(TEXTS));
    }

    private Tool tool(String name) {
        return new Tool(
                name,
                yes() ? one(TEXTS) : null,
                yes() ? one(SCHEMAS) : null,
                yes() ? Boolean.valueOf(yes()) : null,
                null);
    }

    private ToolChoice choice() {
        return one(
                List.of(
                        new ToolChoice.Auto(),
                        new ToolChoice.None(),
                        new ToolChoice.Any(),
                        new ToolChoice.Named("g")));
    }

    private Format format() {
        return one(
                List.of(
                        new Format.Text(),
                        new Format.JsonObject(),
                        new Format.JsonSchema("s", SCHEMAS.getLast(), Boolean.TRUE, "what"),
                        new Format.JsonSchema("s", SCHEMAS.getFirst(), null, null)));
    }

    private Sampling sampling() {
        return new Sampling(
                number("0.70"),
                number("1"),
                null,
                yes() ? Long.valueOf(random.nextLong()) : null,
                number("-2.0"),
                number("1.5"));
    }

    private @Nullable String number(String text) {
        return yes() ? text : null;
    }

    private boolean yes() {
        return random.nextBoolean();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
