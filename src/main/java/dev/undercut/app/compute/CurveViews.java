package dev.undercut.app.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.compute.replay.Curve;
import dev.undercut.compute.replay.Curve.Contest;
import dev.undercut.compute.replay.Curve.CurvePoint;
import dev.undercut.compute.replay.Curve.Peak;
import dev.undercut.dialect.Json;
import dev.undercut.web.market.CostPlot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A curve as JSON, as rows, as a drawing and as text. */
final class CurveViews {
    /** A sign for each method, in the order of the legend. */
    private static final Map<String, Character> SIGNS = signs();

    private static final String LEGEND = "● best-of  + score  v vote  m mcts  T tree";

    private CurveViews() {}

    private static Map<String, Character> signs() {
        Map<String, Character> signs = new LinkedHashMap<>();
        signs.put("mcts checker", 'm');
        signs.put("mcts score", 'm');
        signs.put("best-of score", '+');
        signs.put("vote none", 'v');
        signs.put("best-of checker", '●');
        signs.put("tree none", 'T');
        signs.put("tree checker", 'T');
        return Map.copyOf(signs);
    }

    static String json(Curve curve) throws IOException {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode points = document.putArray("points");
        curve.points().forEach(point -> write(points.addObject(), point));
        ArrayNode contests = document.putArray("equal_dollars");
        for (Contest contest : curve.contests()) {
            ObjectNode node =
                    contests.addObject()
                            .put("dataset", contest.dataset())
                            .put("usd", contest.usd())
                            .put("verifier", contest.verifier());
            write(node.putObject("winner"), contest.winner());
            write(node.putObject("second"), contest.second());
            node.put("lead_low", contest.low())
                    .put("lead_high", contest.high())
                    .put("clear", contest.clear());
        }
        ArrayNode peaks = document.putArray("peaks");
        for (Peak peak : curve.peaks()) {
            ObjectNode node = peaks.addObject();
            write(node.putObject("best"), peak.best());
            write(node.putObject("last"), peak.last());
            node.put("falls", peak.falls());
        }
        ArrayNode notes = document.putArray("notes");
        curve.notes().forEach(notes::add);
        return Json.MAPPER.writeValueAsString(document);
    }

    private static void write(ObjectNode node, CurvePoint point) {
        node.put("dataset", point.dataset())
                .put("model", point.model())
                .put("method", point.method())
                .put("verifier", point.verifier())
                .put("n", point.n())
                .put("usd", point.usd())
                .put("accuracy", point.accuracy())
                .put("low", point.low())
                .put("high", point.high());
    }

    /** All points, the head first. */
    static List<List<String>> points(Curve curve) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "dataset",
                        "model",
                        "method",
                        "verifier",
                        "n",
                        "usd",
                        "accuracy",
                        "low",
                        "high"));
        for (CurvePoint point : curve.points()) {
            rows.add(
                    List.of(
                            point.dataset(),
                            point.model(),
                            point.method(),
                            point.verifier(),
                            Integer.toString(point.n()),
                            Double.toString(point.usd()),
                            Double.toString(point.accuracy()),
                            Double.toString(point.low()),
                            Double.toString(point.high())));
        }
        return rows;
    }

    /** One for each data set. */
    static String plots(Curve curve) {
        StringBuilder text = new StringBuilder();
        List<String> datasets =
                curve.points().stream().map(CurvePoint::dataset).distinct().toList();
        for (String dataset : datasets) {
            CostPlot plot = new CostPlot();
            for (CurvePoint point : curve.points()) {
                if (point.dataset().equals(dataset)) {
                    String key = point.method() + " " + point.verifier();
                    plot.add(point.usd(), point.accuracy(), SIGNS.getOrDefault(key, '?'));
                }
            }
            text.append(dataset).append('\n').append(plot.draw(LEGEND)).append('\n');
        }
        return text.toString();
    }

    static String text(Curve curve) {
        List<List<String>> peaks = new ArrayList<>();
        peaks.add(
                List.of(
                        "dataset",
                        "model",
                        "method",
                        "verifier",
                        "best at n",
                        "usd",
                        "%",
                        "95 %",
                        "all n",
                        "%",
                        ""));
        for (Peak peak : curve.peaks()) {
            CurvePoint best = peak.best();
            peaks.add(
                    List.of(
                            best.dataset(),
                            best.model(),
                            best.method(),
                            best.verifier(),
                            Integer.toString(best.n()),
                            Printed.usd(best.usd()),
                            Printed.percent(best.accuracy()),
                            Printed.percent(best.low()) + " to " + Printed.percent(best.high()),
                            Integer.toString(peak.last().n()),
                            Printed.percent(peak.last().accuracy()),
                            peak.falls() ? "falls" : ""));
        }
        StringBuilder text = new StringBuilder();
        text.append("Where each way is best\n").append(Printed.table(peaks));
        text.append("\nWho is ahead at equal dollars a question\n")
                .append(Printed.table(contests(curve)));
        curve.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private static List<List<String>> contests(Curve curve) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "dataset",
                        "usd",
                        "verifier",
                        "ahead",
                        "%",
                        "second",
                        "%",
                        "lead 95 %",
                        ""));
        for (Contest contest : curve.contests()) {
            rows.add(
                    List.of(
                            contest.dataset(),
                            Printed.usd(contest.usd()),
                            contest.verifier(),
                            name(contest.winner(), contest.usd()),
                            Printed.percent(contest.winner().accuracy()),
                            name(contest.second(), contest.usd()),
                            Printed.percent(contest.second().accuracy()),
                            Printed.percent(contest.low())
                                    + " to "
                                    + Printed.percent(contest.high()),
                            contest.clear() ? "clear" : "chance"));
        }
        return rows;
    }

    /** With what it could spend where its recorded samples ran out. */
    private static String name(CurvePoint point, double usd) {
        String spent = point.usd() < usd * 0.99 ? ", all for " + Printed.usd(point.usd()) : "";
        return "%s %s n=%d%s".formatted(point.model(), point.method(), point.n(), spent);
    }
}
