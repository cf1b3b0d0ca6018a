package dev.undercut.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.Dialogue;
import dev.undercut.chat.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the text of a request stands in its bytes; decoded only when asked for. */
public final class TextSpans implements Prompt {
    private final byte[] bytes;
    private int[] spans = new int[16];
    private int used;
    private long textBytes;
    private int messages;
    private int images;
    private int lowDetailImages;
    private int turns;
    private int openingEnd;
    private boolean toolPending;

    /** Nothing noted yet of that request. */
    public TextSpans(byte[] bytes) {
        this.bytes = bytes;
    }

    /** One more message. */
    public void addMessage() {
        messages++;
    }

    /** One more image. */
    public void addImage(boolean lowDetail) {
        if (lowDetail) {
            lowDetailImages++;
        } else {
            images++;
        }
    }

    /** Notes a JSON value whose text the model reads: a string, or JSON itself. */
    public void add(int start, int end) {
        if (used + 2 > spans.length) {
            spans = Arrays.copyOf(spans, spans.length * 2);
        }
        spans[used++] = start;
        spans[used++] = end;
        boolean string = bytes[start] == '"';
        textBytes += Math.max(0, end - start - (string ? 2 : 0));
    }

    /**
     * One more message, now that it is read, and whose it was.
     *
     * @param user whether it is the user's own
     * @param tool whether it brings the result of a tool
     */
    public void addMessage(boolean user, boolean tool) {
        addMessage();
        toolPending = tool;
        if (user) {
            turns++;
            openingEnd = openingEnd == 0 ? used : openingEnd;
        }
    }

    @Override
    public @Nullable Dialogue dialogue() {
        if (turns == 0) {
            return null;
        }
        Dialogue.Opening opening = new Dialogue.Opening();
        for (int i = 0; i < openingEnd; i += 2) {
            opening.add(bytes, spans[i], spans[i + 1] - spans[i]);
        }
        return new Dialogue(opening.text(), turns, toolPending);
    }

    @Override
    public long textBytes() {
        return textBytes;
    }

    @Override
    public int messages() {
        return messages;
    }

    @Override
    public int images() {
        return images;
    }

    @Override
    public int lowDetailImages() {
        return lowDetailImages;
    }

    @Override
    public String text() {
        return String.join("\n", texts());
    }

    @Override
    public List<String> texts() {
        List<String> texts = new ArrayList<>(used / 2);
        for (int i = 0; i < used; i += 2) {
            texts.add(text(spans[i], spans[i + 1]));
        }
        return texts;
    }

    private String text(int start, int end) {
        if (bytes[start] != '"') {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        try (JsonParser parser = Json.FACTORY.createParser(bytes, start, end - start)) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        } catch (IOException e) {
            throw new UncheckedIOException("a string that was read before", e);
        }
    }
}
