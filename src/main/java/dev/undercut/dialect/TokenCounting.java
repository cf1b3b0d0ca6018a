package dev.undercut.dialect;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How clients of a dialect ask how many tokens a request would be, and are told. */
public interface TokenCounting {

    /** Where they ask: {@code /v1/messages/count_tokens}. */
    String path();

    /**
     * Reads a request that is only to be counted: what limits its answer may be left out.
     *
     * @param header reads a header by name; null when absent
     */
    Reading read(byte[] body, UnaryOperator<@Nullable String> header);

    /**
     * The answer.
     *
     * @param tokens input tokens
     */
    byte[] write(long tokens);
}
