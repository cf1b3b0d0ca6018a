package dev.undercut.dialect;

import dev.undercut.chat.Refusal;

/** Leaves a reader at the first thing that is wrong; never leaves this room. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
