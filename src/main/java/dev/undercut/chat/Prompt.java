package dev.undercut.chat;

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

    /** All text, in order, parts parted by line ends. */
    String text();
}
