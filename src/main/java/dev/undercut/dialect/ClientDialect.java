package dev.undercut.dialect;

import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;

/** How a client writes requests and reads answers. */
public interface ClientDialect {

    /** Its name in the ledger: {@code openai}. */
    String name();

    /** Where its clients send chat requests: {@code /v1/chat/completions}. */
    String path();

    /** Reads a whole request body. */
    Reading read(byte[] body);

    /** A refusal as the body of an HTTP answer. */
    byte[] refusal(Refusal refusal);

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
