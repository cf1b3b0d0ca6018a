package dev.undercut.provider.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chat request, read and checked.
 *
 * @param turns at least one
 * @param seed the client's, or null for a fresh sample each time
 * @param maxTokens the client's limit on output, at least 1, or the model's own
 * @param effort the reasoning effort asked for, or null
 * @param tools the functions given, by their JSON
 * @param toolChoice {@code none}, {@code auto} or {@code required}
 * @param forcedTool the one function that has to be called, or null
 * @param schema what a JSON answer must fit: null for plain text, an empty object for any JSON
 */
record Ask(
        SandboxModel model,
        List<Turn> turns,
        int n,
        @Nullable Long seed,
        double temperature,
        long maxTokens,
        List<String> stops,
        @Nullable String effort,
        List<JsonNode> tools,
        String toolChoice,
        @Nullable String forcedTool,
        @Nullable JsonNode schema,
        boolean stream,
        boolean includeUsage) {

    Ask {
        turns = List.copyOf(turns);
        stops = List.copyOf(stops);
        tools = List.copyOf(tools);
    }

    /**
     * One message.
     *
     * @param role as written, such as {@code user}
     * @param text all text parts, one per line
     * @param attachments images, sounds and files
     */
    record Turn(String role, String text, int attachments) {
        long tokens() {
            return TokenRule.of(text) + (long) attachments * TokenRule.ATTACHMENT;
        }
    }

    /** The last message of that role. */
    Optional<Turn> last(String role) {
        return turns.reversed().stream().filter(turn -> turn.role.equals(role)).findFirst();
    }

    /** What all messages and tools count as. */
    long promptTokens() {
        long bytes = tools.stream().mapToLong(tool -> TokenRule.bytes(tool.toString())).sum();
        return Math.max(1, tokens(turns) + TokenRule.ofBytes(bytes));
    }

    /**
     * The part of the prompt billed as cached. Without keeping anything: what stands before the
     * last answer in the conversation was sent once already. Like OpenAI: from 1,024 tokens, in
     * steps of 128.
     */
    long cachedTokens() {
        int answer = turns.size() - 1;
        while (answer >= 0 && !turns.get(answer).role.equals("assistant")) {
            answer--;
        }
        long before = answer < 0 ? 0 : tokens(turns.subList(0, answer));
        return before < 1024 ? 0 : before / 128 * 128;
    }

    private static long tokens(List<Turn> turns) {
        return turns.stream().mapToLong(Turn::tokens).sum();
    }

    /** A hash of the conversation, which every sample of it shares. */
    long conversation() {
        return Dice.hash(
                turns.stream()
                        .mapToLong(t -> Dice.hash(Dice.hash(t.role), Dice.hash(t.text)))
                        .toArray());
    }
}
