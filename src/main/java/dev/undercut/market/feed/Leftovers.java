package dev.undercut.market.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a feed held that is not for the books: entries passed over, by reason, and spellings that
 * did not join. Counts everything and keeps a bounded number of names.
 */
public final class Leftovers {
    private static final int NAMES = 10_000;
    private static final int EXAMPLES = 3;
    private static final int REASONS = 100;

    private final Map<String, Skipped> skipped = new LinkedHashMap<>();
    private final Map<String, Integer> models = new TreeMap<>();
    private final Map<String, Integer> providers = new TreeMap<>();
    private int unjoined;

    /**
     * Entries passed over for one reason.
     *
     * @param examples the first few of them
     */
    public record Skipped(String reason, int count, List<String> examples) {}

    void skip(String what, String reason) {
        String known = skipped.containsKey(reason) || skipped.size() < REASONS ? reason : "other";
        Skipped before = skipped.getOrDefault(known, new Skipped(known, 0, List.of()));
        List<String> examples = new ArrayList<>(before.examples());
        if (examples.size() < EXAMPLES) {
            examples.add(what);
        }
        skipped.put(known, new Skipped(known, before.count() + 1, List.copyOf(examples)));
    }

    void unknownModel(String spelled) {
        count(models, spelled);
    }

    void unknownProvider(String spelled) {
        count(providers, spelled);
    }

    /** Entries passed over, by reason. */
    public List<Skipped> skipped() {
        return List.copyOf(skipped.values());
    }

    /** How many prices did not join. */
    public int unjoined() {
        return unjoined;
    }

    /** Spellings of models that did not join, with how often each stood there. */
    public Map<String, Integer> unknownModels() {
        return Map.copyOf(models);
    }

    /** Spellings of providers that did not join, with how many prices each had. */
    public Map<String, Integer> unknownProviders() {
        return Map.copyOf(providers);
    }

    private void count(Map<String, Integer> names, String spelled) {
        unjoined++;
        if (names.containsKey(spelled) || names.size() < NAMES) {
            names.merge(spelled, 1, Integer::sum);
        }
    }
}
