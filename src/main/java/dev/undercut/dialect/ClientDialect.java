package dev.undercut.dialect;

import dev.undercut.chat.Refusal;

/** How a client writes requests and reads answers. */
public interface ClientDialect {

    /** Its name in the ledger: {@code openai}. */
    String name();

    /** Reads a whole request body. */
    Reading read(byte[] body);

    /** A refusal as the body of an HTTP answer. */
    byte[] refusal(Refusal refusal);

    /**
     * A writer for one streamed answer.
     *
     * @param usageAsked whether the client wants the usage reported
     */
    StreamWriter streamWriter(boolean usageAsked);

    /**
     * A whole answer with the receipt put in.
     *
     * @param body the provider's answer, of this dialect
     * @param receipt the JSON of the {@code undercut} object
     */
    byte[] withReceipt(byte[] body, String receipt);
}
