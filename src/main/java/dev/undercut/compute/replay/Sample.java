package dev.undercut.compute.replay;

import org.jspecify.annotations.Nullable;

/**
 * One recorded answer.
 *
 * @param index its number among the answers of one model to one question, from 0
 * @param answer what was found in the text; empty when nothing was
 * @param correct whether it is right
 * @param score what a verifier gave it, in no fixed range, or null
 * @param chars characters of the whole text
 */
record Sample(int index, String answer, boolean correct, @Nullable Double score, long chars) {
    /** The bits after the colon: which generated tests it passes. */
    String behaviour() {
        return answer.substring(answer.indexOf(':') + 1);
    }
}
