package dev.undercut.dispatch.run;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.OriginalBody;

/** A request that was never written in any dialect, so that every upstream gets a translation. */
record InnerBody(Conversation conversation) implements OriginalBody {
    @Override
    public String dialect() {
        return InnerDialect.NAME;
    }

    @Override
    public byte[] rewritten(Change change) {
        throw new IllegalStateException("no upstream speaks this dialect");
    }

    @Override
    public Translation translated() {
        return new Translation.Of(conversation);
    }
}
