package dev.undercut.compute.verify;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** Brings texts that people would call the same into one form. */
final class Texts {
    private static final String MARKS = "*_`\"'“”‘’$";
    private static final String ENDS = ".!。";

    private Texts() {}

    /**
     * Without case, doubled white space, an end mark and quotes or Markdown around it.
     *
     * @return empty when nothing is left
     */
    static Optional<String> normal(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String bare = bare(spaced(plain));
        return bare.isEmpty() ? Optional.empty() : Optional.of(bare);
    }

    /** One space for each run of white space, none at the ends. */
    static String spaced(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = !out.isEmpty();
            } else {
                if (gap) {
                    out.append(' ');
                    gap = false;
                }
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Without marks at both ends and end marks, as long as something else is left. */
    private static String bare(String text) {
        int from = 0;
        int to = text.length();
        for (boolean more = true; more && from < to; ) {
            char last = text.charAt(to - 1);
            if (MARKS.indexOf(text.charAt(from)) >= 0
                    && MARKS.indexOf(last) >= 0
                    && to - from > 1) {
                from++;
                to--;
            } else if (ENDS.indexOf(last) >= 0 || last == ' ') {
                to--;
            } else {
                more = false;
            }
        }
        return text.substring(from, to).strip();
    }

    /** The last line that is not blank, or an empty text. */
    static String lastLine(String text) {
        String stripped = text.stripTrailing();
        return stripped.substring(stripped.lastIndexOf('\n') + 1).strip();
    }
}
