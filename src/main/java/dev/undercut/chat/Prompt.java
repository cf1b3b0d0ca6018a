package dev.undercut.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The size of what a model is given to read. The text itself is decoded only when somebody counts
 * it.
 */
public interface Prompt {

    /** Bytes of all text: messages, names and tool declarations; images and files left out. */
    long textBytes();

    /** Messages. */
    int messages();

    /** Images given in full detail. */
    int images();

    /** Images given in low detail. */
    int lowDetailImages();

    /**
     * Where it stands in its conversation; read only when asked for. Null where the dialect does
     * not say.
     */
    default @Nullable Dialogue dialogue() {
        return null;
    }

    /** All text, in order, parts parted by line ends. */
    String text();

    /** The same part by part, for those who count: no token spans two of them. */
    default List<String> texts() {
        return List.of(text());
    }
}
