package dev.undercut.compute.search;

import org.jspecify.annotations.Nullable;

/**
 * Samples in windows of a size, by their numbers: the stop rule of early-stopping self-consistency
 * (Li et al., arXiv 2401.10480). A window in which one sample fails or finds no answer does not
 * agree; what is left at the end and fills no window cannot.
 */
final class Windows {
    private final int size;
    private final int[] told;
    private final @Nullable String[] answers;
    private final boolean[] broken;
    private int current;
    private int unanimous = -1;

    Windows(int size, int n) {
        this.size = size;
        this.told = new int[n / size];
        this.answers = new String[n / size];
        this.broken = new boolean[n / size];
    }

    void told(int trial, @Nullable String answer) {
        int window = trial / size;
        if (window >= told.length) {
            return;
        }
        if (answer == null || answer.isEmpty() || (told[window] > 0 && !agrees(window, answer))) {
            broken[window] = true;
        }
        answers[window] = answer;
        told[window]++;
        if (told[window] == size && !broken[window] && unanimous < 0) {
            unanimous = window * size;
        }
        while (current < told.length && (broken[current] || told[current] == size)) {
            current++;
        }
    }

    private boolean agrees(int window, String answer) {
        return answer.equals(answers[window]);
    }

    /** The first sample of the window that agreed, or -1. */
    int unanimous() {
        return unanimous;
    }

    /** How many samples the first window that may still agree lacks. */
    int missing() {
        return current < told.length ? size - told[current] : Integer.MAX_VALUE;
    }
}
