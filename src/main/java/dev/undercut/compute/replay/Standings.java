package dev.undercut.compute.replay;

import dev.undercut.compute.replay.Curve.Contest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says in a sentence for each kind of verifier which method is ahead how often. */
final class Standings {
    private Standings() {}

    static List<String> of(String dataset, List<Contest> contests) {
        Map<String, List<Contest>> byVerifier = new TreeMap<>();
        contests.forEach(contest ->
                byVerifier
                        .computeIfAbsent(contest.verifier(), v -> new ArrayList<>())
                        .add(contest));
        List<String> sentences = new ArrayList<>();
        byVerifier.forEach((verifier, all) -> sentences.add(sentence(dataset, verifier, all)));
        return sentences;
    }

    private static String sentence(String dataset, String verifier, List<Contest> contests) {
        Map<String, Integer> clear = new TreeMap<>();
        contests.stream()
                .filter(Contest::clear)
                .forEach(contest -> clear.merge(contest.winner().method(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        clear.forEach(
                (method, wins) -> parts.add("%s clearly ahead at %d".formatted(method, wins)));
        int level = contests.size() - clear.values().stream().mapToInt(wins -> wins).sum();
        parts.add("level within chance at " + level);
        return "%s: at %d equal budgets with %s: %s."
                .formatted(
                        dataset,
                        contests.size(),
                        verifier.equals("none") ? "no verifier" : "a " + verifier,
                        String.join(", ", parts));
    }
}
