package dev.undercut.dialect.openai.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of calls, which pair them with their results. */
public final class OpenAiIds {
    /** OpenAI refuses longer ones. */
    private static final int MAX_LENGTH = 40;

    private OpenAiIds() {}

    /** The id as it may be sent: the same for the same id, so that pairs stay pairs. */
    public static String call(String id) {
        return id.length() <= MAX_LENGTH ? id : "call_" + digest(id).substring(0, 32);
    }

    /**
     * An id for a call that came without one.
     *
     * @param answer what tells this answer from others of the conversation
     */
    public static String made(String answer, int choice, int call) {
        return "call_" + digest(answer).substring(0, 24) + '_' + choice + '_' + call;
    }

    private static String digest(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
