package dev.undercut.compute.replay;

import java.io.IOException;

/** A file of recorded samples is not as it should be; says which, where and how. */
public final class BrokenRecordingException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenRecordingException(String file, long line, String message) {
        super(file + (line > 0 ? ":" + line : "") + ": " + message);
    }
}
