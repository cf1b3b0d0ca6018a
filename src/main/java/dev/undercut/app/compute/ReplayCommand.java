package dev.undercut.app.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.compute.replay.Metric;
import dev.undercut.compute.replay.Recordings;
import dev.undercut.compute.replay.Replay;
import dev.undercut.dialect.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undercut compute replay}. */
@Command(
        name = "replay",
        description = "Every figure of recorded samples: coverage, votes, scores, trees, cascades.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("dataset", "model", "metric", "k", "value", "questions");

    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Where the *.samples.csv are.")
    Path folder = Path.of(".");

    @Option(names = "--json", description = "One JSON document and nothing else.")
    boolean json;

    @Option(names = "--csv", description = "The rows as CSV and nothing else.")
    boolean csv;

    @Override
    public Integer call() throws IOException {
        Printed printed = new Printed(spec);
        String fault = json && csv ? "--json or --csv, not both" : Printed.fault(folder);
        if (fault != null) {
            return printed.misused(fault);
        }
        Replay replay = Replay.of(new Recordings(folder));
        if (json) {
            printed.out().println(document(replay));
        } else if (csv) {
            printed.out().print(Printed.csv(rows(replay, "%.12g")));
        } else {
            printed.out().print(Printed.table(rows(replay, "%.6f")));
            for (Replay.TreeCheck check : replay.trees()) {
                printed.out()
                        .printf(
                                Locale.ROOT,
                                "%s: our selection is the recorded one in %d of %d steps of %s.%n",
                                check.dataset(),
                                check.reproduced(),
                                check.steps(),
                                check.model());
            }
        }
        printed.out().flush();
        return CommandLine.ExitCode.OK;
    }

    private static List<List<String>> rows(Replay replay, String format) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (Metric metric : replay.metrics()) {
            rows.add(
                    List.of(
                            metric.dataset(),
                            metric.model(),
                            metric.metric(),
                            Integer.toString(metric.k()),
                            String.format(Locale.ROOT, format, metric.value()),
                            Integer.toString(metric.questions())));
        }
        return rows;
    }

    private static String document(Replay replay) throws IOException {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode rows = document.putArray("rows");
        for (Metric metric : replay.metrics()) {
            rows.addObject()
                    .put("dataset", metric.dataset())
                    .put("model", metric.model())
                    .put("metric", metric.metric())
                    .put("k", metric.k())
                    .put("value", metric.value())
                    .put("questions", metric.questions());
        }
        ArrayNode trees = document.putArray("trees");
        for (Replay.TreeCheck check : replay.trees()) {
            trees.addObject()
                    .put("dataset", check.dataset())
                    .put("model", check.model())
                    .put("steps", check.steps())
                    .put("reproduced", check.reproduced());
        }
        return Json.MAPPER.writeValueAsString(document);
    }
}
