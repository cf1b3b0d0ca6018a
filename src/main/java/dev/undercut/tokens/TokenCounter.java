package dev.undercut.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import dev.undercut.chat.Prompt;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of prompts. A tokeniser's tables are loaded at its first use (tens of
 * megabytes), never before.
 */
public final class TokenCounter {

    /** Text up to this many bytes is counted; longer text is estimated. */
    public static final long COUNTED_BYTES = 16 * 1024;

    /**
     * The rule of estimates: one token for every four bytes of text. OpenAI's help page "What are
     * tokens and how to count them" gives four characters of English.
     */
    public static final long BYTES_PER_TOKEN = 4;

    /**
     * Tokens that wrap each message, one of them its role: OpenAI cookbook, "How to count tokens
     * with tiktoken". A name would add one more, which is left out.
     */
    public static final long PER_MESSAGE = 4;

    /** Tokens that open the answer: the same page. */
    public static final long PER_ANSWER = 3;

    /** An image of 1024 x 1024 in high detail: OpenAI's vision guide (85 + 4 x 170). */
    public static final long PER_IMAGE = 765;

    /** An image in low detail: the same guide. */
    public static final long PER_LOW_DETAIL_IMAGE = 85;

    private final EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
    private final Map<String, Optional<Encoding>> encodings = new ConcurrentHashMap<>();

    /**
     * The input tokens of that prompt for a model with that tokeniser.
     *
     * @param tokenizer a tokeniser's name such as {@code o200k_base}, or null when the model has no
     *     public one
     */
    public InputTokens count(Prompt prompt, @Nullable String tokenizer) {
        if (tokenizer == null || prompt.textBytes() > COUNTED_BYTES) {
            return new InputTokens(estimate(prompt), false);
        }
        Optional<Encoding> encoding = encoding(tokenizer);
        if (encoding.isEmpty()) {
            return new InputTokens(estimate(prompt), false);
        }
        long text = 0;
        for (String part : prompt.texts()) {
            text += encoding.get().countTokensOrdinary(part);
        }
        boolean exact = prompt.images() == 0 && prompt.lowDetailImages() == 0;
        return new InputTokens(text + frame(prompt), exact);
    }

    /** The estimate by the stated rule, for any model. */
    public static long estimate(Prompt prompt) {
        return textEstimate(prompt.textBytes()) + frame(prompt);
    }

    /** The estimate for that many bytes of text: at least one token where there is any. */
    public static long textEstimate(long bytes) {
        return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }

    private static long frame(Prompt prompt) {
        return PER_MESSAGE * prompt.messages()
                + PER_ANSWER
                + PER_IMAGE * prompt.images()
                + PER_LOW_DETAIL_IMAGE * prompt.lowDetailImages();
    }

    private Optional<Encoding> encoding(String tokenizer) {
        return encodings.computeIfAbsent(tokenizer, registry::getEncoding);
    }
}
