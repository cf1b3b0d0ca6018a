package dev.undercut.compute.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The fenced blocks of a Markdown text. */
final class Fences {
    private static final String FENCE = "```";
    private static final Set<String> PYTHON = Set.of("", "python", "py", "python3");

    private Fences() {}

    private record Block(String language, String content) {}

    /** What stands in them, in order. One that is not closed ends with the text. */
    static List<String> blocks(String text) {
        return all(text).stream().map(Block::content).toList();
    }

    /** The longest block of Python or of no said language; the whole text where there is none. */
    static String program(String text) {
        String longest = null;
        for (Block block : all(text)) {
            boolean longer = longest == null || block.content().length() > longest.length();
            if (PYTHON.contains(block.language()) && longer) {
                longest = block.content();
            }
        }
        return longest == null ? text : longest;
    }

    private static List<Block> all(String text) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder inside = null;
        String language = "";
        for (String line : text.split("\n", -1)) {
            boolean fence = line.strip().startsWith(FENCE);
            if (fence && inside == null) {
                inside = new StringBuilder();
                language = line.strip().substring(FENCE.length()).strip().toLowerCase(Locale.ROOT);
            } else if (fence && inside != null) {
                blocks.add(new Block(language, inside.toString()));
                inside = null;
            } else if (inside != null) {
                inside.append(line).append('\n');
            }
        }
        if (inside != null) {
            blocks.add(new Block(language, inside.toString()));
        }
        return blocks;
    }
}
