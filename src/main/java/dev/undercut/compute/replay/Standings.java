package dev.undercut.compute.replay;

import dev.undercut.compute.replay.Curve.Contest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says in a sentence for each kind of verifier which method wins how often. */
final class Standings {
    private Standings() {}

    private record Wins(int all, int clear) {
        Wins with(Contest contest) {
            return new Wins(all + 1, clear + (contest.clear() ? 1 : 0));
        }
    }

    static List<String> of(String dataset, List<Contest> contests) {
        Map<String, Map<String, Wins>> wins = new TreeMap<>();
        for (Contest contest : contests) {
            wins.computeIfAbsent(contest.verifier(), v -> new TreeMap<>())
                    .merge(
                            contest.winner().method(),
                            new Wins(0, 0).with(contest),
                            (before, _) -> before.with(contest));
        }
        List<String> sentences = new ArrayList<>();
        wins.forEach((verifier, methods) -> sentences.add(sentence(dataset, verifier, methods)));
        return sentences;
    }

    private static String sentence(String dataset, String verifier, Map<String, Wins> methods) {
        int budgets = methods.values().stream().mapToInt(Wins::all).sum();
        List<String> parts = new ArrayList<>();
        methods.forEach(
                (method, wins) ->
                        parts.add("%s %d (%d clearly)".formatted(method, wins.all(), wins.clear())));
        String means = verifier.equals("none") ? "no verifier" : "a " + verifier;
        return "%s: with %s, ahead at %d equal budgets: %s."
                .formatted(dataset, means, budgets, String.join(", ", parts));
    }
}
