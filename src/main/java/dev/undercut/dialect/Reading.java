package dev.undercut.dialect;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Refusal;

/** What came of reading a client's body. */
public sealed interface Reading {

    /** It is a request. */
    record Read(ChatRequest request) implements Reading {}

    /** It is none. */
    record Refused(Refusal refusal) implements Reading {}
}
