package dev.undercut.chat;

import org.jspecify.annotations.Nullable;

/**
 * One step of an answer in no provider's dialect. A streamed answer is a sequence of them; a whole
 * answer is their fold.
 *
 * <p>Order within one choice: thoughts, text and calls in the order in which the model wrote them;
 * {@link Arguments} of several calls may interleave; {@link Stopped} comes last and once.
 */
public sealed interface Delta {

    /**
     * The answer begins.
     *
     * @param id the provider's id of it, or null
     * @param model the provider's name of the model, or null
     */
    record Started(@Nullable String id, @Nullable String model) implements Delta {}

    /** More of the visible text. */
    record Text(int choice, String text) implements Delta {}

    /** More of a shown thought. */
    record Thought(int choice, String text) implements Delta {}

    /** The shown thought is whole, and this is the provider's proof of it. */
    record ThoughtSignature(int choice, String signature) implements Delta {}

    /** A thought that only its provider can read. */
    record HiddenThought(int choice, String data) implements Delta {}

    /** More of the model's words for not answering. */
    record Refused(int choice, String text) implements Delta {}

    /**
     * A call of a tool begins.
     *
     * @param call 0, 1, 2 … among the calls of this choice
     * @param id unique; made up where the provider gives none
     * @param name the tool
     */
    record ToolCall(int choice, int call, String id, String name) implements Delta {}

    /** More of the JSON text of a call's arguments. */
    record Arguments(int choice, int call, String json) implements Delta {}

    /**
     * This choice is whole.
     *
     * @param stopSequence the stop text that it met, where the provider says so, else null
     */
    record Stopped(int choice, StopReason reason, @Nullable String stopSequence) implements Delta {}
}
