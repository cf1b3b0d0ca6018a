package dev.undercut.dialect.openai;

import dev.undercut.chat.OriginalBody;
import dev.undercut.chat.Refusal;

/**
 * A request for embeddings as it came.
 *
 * @param body its bytes
 * @param base64 whether the client decodes base64, and would misread numbers
 */
record EmbeddingsBody(OpenAiBody body, boolean base64) implements OriginalBody {

    @Override
    public String dialect() {
        return OpenAiEmbeddings.NAME;
    }

    /** Only the model's name changes: vectors know no limit and no stream. */
    @Override
    public byte[] rewritten(Change change) {
        return body.rewritten(new Change(change.model(), false, null, change.limitField()));
    }

    @Override
    public Translation translated() {
        return new Translation.Refused(
                Refusal.invalid("model", "this provider makes no embeddings that we can ask for"));
    }
}
