package dev.undercut.compute.replay;

import dev.undercut.compute.search.Beam;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Every figure of recorded samples, and whether our tree search would have kept what was kept.
 *
 * @param metrics by data set, model and metric
 * @param trees one for each method with recorded trees
 */
public record Replay(List<Metric> metrics, List<TreeCheck> trees) {
    public Replay {
        metrics = List.copyOf(metrics);
        trees = List.copyOf(trees);
    }

    /**
     * The selection of recorded trees, done again.
     *
     * @param steps recorded
     * @param reproduced steps in which our rule keeps the same candidates in the same order
     */
    public record TreeCheck(String dataset, String model, int steps, int reproduced) {}

    /**
     * Replays all data sets of a folder, one after another.
     *
     * @throws IOException when there are none or one is broken
     */
    public static Replay of(Recordings recordings) throws IOException {
        List<Metric> metrics = new ArrayList<>();
        List<TreeCheck> trees = new ArrayList<>();
        for (String name : recordings.names()) {
            Recorded set = recordings.read(name);
            metrics.addAll(Metrics.of(set));
            set.trees().forEach(method -> trees.add(check(name, method)));
        }
        return new Replay(metrics, trees);
    }

    private static TreeCheck check(String dataset, Recorded.Trees trees) {
        List<Recorded.Step> steps =
                trees.runs().stream().flatMap(run -> run.steps().stream()).toList();
        int same =
                (int)
                        steps.stream()
                                .filter(step ->
                                        Beam.keep(step.values(), step.selected().size())
                                                .equals(step.selected()))
                                .count();
        return new TreeCheck(dataset, trees.method(), steps.size(), same);
    }
}
