package dev.undercut.compute.run;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Trial;
import dev.undercut.compute.run.Models.Terms;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets the first of many equal requests go ahead: once a provider has begun to answer it, the
 * others are read from its prompt cache, where that is cheaper.
 */
final class Primers {
    /** Providers cache no shorter prompts. */
    private static final long LEAST_INPUT = 1024;

    /** Models whose first request was sent; true once an answer has begun. */
    private final Map<Integer, Boolean> begun = new HashMap<>();

    private final Map<Integer, Integer> first = new HashMap<>();

    /** Whether a trial has to wait for the first of its kind. */
    boolean holds(Trial trial, Terms terms) {
        return trial.ask() instanceof Ask.Solve
                && terms instanceof Terms.Open open
                && open.cachedCheaper()
                && open.input() >= LEAST_INPUT
                && Boolean.FALSE.equals(begun.get(trial.model()));
    }

    void started(Trial trial) {
        if (trial.ask() instanceof Ask.Solve && begun.putIfAbsent(trial.model(), false) == null) {
            first.put(trial.model(), trial.id());
        }
    }

    void began(int model) {
        begun.put(model, true);
    }

    /** However it ended, nobody waits for it any more. */
    void finished(Trial trial) {
        Integer leader = first.get(trial.model());
        if (leader != null && leader == trial.id()) {
            begun.put(trial.model(), true);
        }
    }
}
