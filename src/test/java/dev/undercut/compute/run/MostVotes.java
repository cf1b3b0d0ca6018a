package dev.undercut.compute.run;

import dev.undercut.compute.Chance;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search;
import dev.undercut.compute.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small strategy that is sensitive to order: the model of each sample is drawn from what was told
 * before, a passed answer ends it, and from the middle on every third sample is needless.
 */
final class MostVotes implements Search {
    private final long seed;
    private final int n;
    private final int models;
    private final TreeMap<Integer, Outcome> told = new TreeMap<>();
    private final Map<String, Integer> votes = new HashMap<>();
    private int asked;
    private long order;
    private @Nullable Choice decided;

    MostVotes(long seed, int n, int models) {
        this.seed = seed;
        this.n = n;
        this.models = models;
    }

    @Override
    public List<Trial> ask(int slots) {
        List<Trial> trials = new ArrayList<>();
        while (decided == null && asked < n && trials.size() < slots) {
            int model = Chance.of(seed ^ order, asked).nextInt(models);
            trials.add(Trial.solve(asked++, model, 0.7));
        }
        return trials;
    }

    @Override
    public void tell(int trial, Outcome outcome) {
        if (trial < 0 || trial >= asked) {
            throw new IllegalArgumentException("never asked for " + trial);
        }
        if (decided != null || told.putIfAbsent(trial, outcome) != null) {
            return;
        }
        order = order * 31 + trial + 1;
        if (outcome instanceof Outcome.Answered said && said.answer() != null) {
            votes.merge(said.answer(), 1, Integer::sum);
            if (Boolean.TRUE.equals(said.passed())) {
                decided = new Choice(List.of(trial), Choice.Reason.PASSED, null, 1.0);
                return;
            }
        }
        if (told.size() == n) {
            decided = best().orElse(null);
        }
    }

    @Override
    public Optional<Choice> decided() {
        return Optional.ofNullable(decided);
    }

    @Override
    public Optional<Choice> best() {
        return votes.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
                .map(top ->
                        new Choice(
                                List.of(first(top.getKey())),
                                Choice.Reason.EXHAUSTED,
                                top.getValue() / (double) told.size(),
                                null));
    }

    private int first(String answer) {
        return told.entrySet().stream()
                .filter(e ->
                        e.getValue() instanceof Outcome.Answered said
                                && answer.equals(said.answer()))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Override
    public List<Integer> needless() {
        if (told.size() < n / 2) {
            return List.of();
        }
        List<Integer> needless = new ArrayList<>();
        for (int trial = 0; trial < asked; trial++) {
            if (trial % 3 == 2 && !told.containsKey(trial)) {
                needless.add(trial);
            }
        }
        return needless;
    }

    @Override
    public Progress progress() {
        return new Progress(told.size(), n, null, null);
    }

    /** Everything it holds, to compare two of them. */
    String state() {
        return told + " " + votes + " " + asked + " " + order + " " + decided;
    }
}
