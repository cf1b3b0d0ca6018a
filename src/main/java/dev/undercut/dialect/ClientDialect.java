package dev.undercut.dialect;

import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a client writes requests and reads answers. */
public interface ClientDialect {

    /** Its name in the ledger: {@code openai}. */
    String name();

    /** Where its clients send chat requests: {@code /v1/chat/completions}. */
    String path();

    /** Reads a whole request body. */
    Reading read(byte[] body);

    /**
     * Reads a whole request body of a dialect some of whose headers go on to upstreams of the same
     * dialect, such as the names of betas.
     *
     * @param header reads a header by name; null when absent
     */
    default Reading read(byte[] body, UnaryOperator<@Nullable String> header) {
        return read(body);
    }

    /**
     * Whether a request shows by its headers alone that its client speaks this dialect, on paths
     * that dialects share.
     *
     * @param header reads a header by name; null when absent
     */
    default boolean isSpokenBy(UnaryOperator<@Nullable String> header) {
        return false;
    }

    /** How its clients ask for the tokens of a request, where they can. */
    default Optional<TokenCounting> tokenCounting() {
        return Optional.empty();
    }

    /** The list of models. */
    default byte[] models(List<ListedModel> models) {
        return ListedModel.list(models);
    }

    /** One model. */
    default byte[] model(ListedModel model) {
        return model.json();
    }

    /**
     * What its clients call the fields that the writers of other dialects refuse by OpenAI's names;
     * those that have the same name are left out.
     */
    default Map<String, String> fieldNames() {
        return Map.of();
    }

    /** A refusal as the body of an HTTP answer. */
    byte[] refusal(Refusal refusal);

    /**
     * A refusal of a request that has an id, for dialects whose errors name it.
     *
     * @param requestId the gateway's id of the request
     */
    default byte[] refusal(Refusal refusal, String requestId) {
        return refusal(refusal);
    }

    /** The header in which its clients look for the request's id, or null. */
    default @Nullable String requestIdHeader() {
        return null;
    }

    /** The HTTP status that clients of this dialect expect for a refusal of this kind. */
    default int status(Refusal refusal) {
        return refusal.kind().status();
    }

    /**
     * A writer for one streamed answer that comes in this dialect and is passed on as it is.
     *
     * @param usageAsked whether the client wants the usage reported
     */
    StreamWriter passing(boolean usageAsked);

    /**
     * The same for dialects whose error events name the request.
     *
     * @param requestId the gateway's id of the request
     */
    default StreamWriter passing(boolean usageAsked, String requestId) {
        return passing(usageAsked);
    }

    /** A writer for one streamed answer that comes in another dialect: it writes the deltas. */
    StreamWriter translating(ChatRequest request, Stamp stamp);

    /**
     * A whole answer that came in another dialect.
     *
     * @param usage what it used, as billed
     */
    byte[] write(ChatRequest request, Answer answer, Usage usage, Stamp stamp);

    /**
     * A whole answer with the receipt put in.
     *
     * @param body an answer of this dialect
     * @param receipt the JSON of the {@code undercut} object
     */
    byte[] withReceipt(byte[] body, String receipt);

    /**
     * A provider's answer of this dialect in the form that the client asked for, where providers
     * are known not to heed it.
     */
    default byte[] asAsked(ChatRequest request, byte[] body) {
        return body;
    }

    /**
     * What an answer of ours says of itself.
     *
     * @param requestId the gateway's id of the request, from which the answer's id is made
     * @param model the model that answers, by its id in the book
     * @param created seconds since 1970
     */
    record Stamp(String requestId, String model, long created) {}
}
