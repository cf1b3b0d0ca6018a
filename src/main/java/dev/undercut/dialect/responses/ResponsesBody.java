package dev.undercut.dialect.responses;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.OriginalBody;

/**
 * A request that was read whole: no provider takes it as it stands.
 *
 * @param conversation what it says
 * @param echo what its response repeats
 */
record ResponsesBody(Conversation conversation, Echo echo) implements OriginalBody {

    @Override
    public String dialect() {
        return Responses.NAME;
    }

    @Override
    public byte[] rewritten(Change change) {
        throw new IllegalStateException("no provider speaks " + Responses.NAME);
    }

    @Override
    public Translation translated() {
        return new Translation.Of(conversation);
    }
}
