package dev.undercut.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run's tree as a picture: a circle for each trial, below the one it builds upon, greener the
 * better its score, hollow where it failed, ringed where it won. Leaves stand side by side and
 * parents above the middle of theirs; a wide tree shrinks to the same width.
 */
public final class RunPicture {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int STEP = 46;
    private static final int LEVEL = 78;
    private static final int MARGIN = 40;
    private static final int HEAD = 64;
    private static final int MOST_SHOWN = 2000;

    private final JsonNode run;
    private final Map<Integer, List<Integer>> children = new HashMap<>();
    private final Map<Integer, JsonNode> nodes = new HashMap<>();
    private final Map<Integer, Double> across = new HashMap<>();
    private final Map<Integer, Integer> depth = new HashMap<>();
    private int leaves;
    private int deepest;

    private RunPicture(JsonNode run) {
        this.run = run;
        for (JsonNode node : run.path("nodes")) {
            if (nodes.size() == MOST_SHOWN) {
                break;
            }
            int trial = node.path("trial").asInt();
            int parent = node.hasNonNull("parent") ? node.path("parent").asInt() : -1;
            nodes.put(trial, node);
            children.computeIfAbsent(parent, any -> new ArrayList<>()).add(trial);
        }
        place();
    }

    /**
     * The picture of a tree that {@link RunTree} wrote.
     *
     * @return SVG, complete by itself, readable on light and dark ground
     */
    public static String svg(String tree) {
        try {
            return new RunPicture(MAPPER.readTree(tree)).draw();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no tree of a run", e);
        }
    }

    /** Children before parents, without recursion: a chain may be as deep as a run is long. */
    private void place() {
        List<Integer> order = new ArrayList<>(List.of(-1));
        depth.put(-1, 0);
        for (int i = 0; i < order.size(); i++) {
            int node = order.get(i);
            int level = depth.getOrDefault(node, 0);
            deepest = Math.max(deepest, level);
            for (int child : children.getOrDefault(node, List.of())) {
                depth.put(child, level + 1);
                order.add(child);
            }
        }
        List<Integer> walk = new ArrayList<>(List.of(-1));
        while (!walk.isEmpty()) {
            int node = walk.removeLast();
            List<Integer> below = children.getOrDefault(node, List.of());
            if (below.isEmpty()) {
                across.put(node, (double) leaves++);
            }
            walk.addAll(below.reversed());
        }
        for (int node : order.reversed()) {
            List<Integer> below = children.getOrDefault(node, List.of());
            if (!below.isEmpty()) {
                double first = across.getOrDefault(below.getFirst(), 0.0);
                double last = across.getOrDefault(below.getLast(), 0.0);
                across.put(node, (first + last) / 2);
            }
        }
    }

    private String draw() {
        int width = Math.max(420, 2 * MARGIN + STEP * Math.max(0, leaves - 1));
        int height = HEAD + LEVEL * deepest + MARGIN;
        StringBuilder svg = new StringBuilder(nodes.size() * 300 + 1500);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").append(width);
        svg.append(' ').append(height).append("\" width=\"").append(Math.min(width, 1200));
        svg.append("\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"11\">\n");
        svg.append("<title>").append(escape(title())).append("</title>\n");
        svg.append(
                """
                <style>:root { color-scheme: light dark } text { fill: #5b6270 }
                .edge { stroke: #9aa3b2; fill: none } .ring { stroke: #e08700; stroke-width: 3 }
                @media (prefers-color-scheme: dark) { text { fill: #9aa3b2 } }</style>
                """);
        svg.append("<text x=\"").append(MARGIN / 2).append("\" y=\"18\" font-size=\"13\">");
        svg.append(escape(title())).append("</text>\n");
        nodes.keySet().stream().sorted().forEach(trial -> edge(svg, trial));
        circle(svg, -1, "#5b6270", "", "the question");
        nodes.keySet().stream().sorted().forEach(trial -> node(svg, trial));
        return svg.append("</svg>\n").toString();
    }

    private String title() {
        String cost =
                run.hasNonNull("cost_usd")
                        ? " · $" + run.path("cost_usd").decimalValue().toPlainString()
                        : "";
        return run.path("strategy").asText()
                + " · "
                + run.path("nodes").size()
                + " trials · "
                + run.path("state").asText()
                + cost;
    }

    private double x(int trial) {
        return MARGIN + STEP * across.getOrDefault(trial, 0.0);
    }

    private double y(int trial) {
        return HEAD + (double) LEVEL * depth.getOrDefault(trial, 0) - 20;
    }

    private void edge(StringBuilder svg, int trial) {
        JsonNode node = nodes.get(trial);
        int parent = node != null && node.hasNonNull("parent") ? node.path("parent").asInt() : -1;
        double middle = (y(parent) + y(trial)) / 2;
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<path class=\"edge\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"/>%n",
                        x(parent),
                        y(parent),
                        x(parent),
                        middle,
                        x(trial),
                        middle,
                        x(trial),
                        y(trial)));
    }

    private void node(StringBuilder svg, int trial) {
        JsonNode node = nodes.get(trial);
        if (node == null) {
            return;
        }
        boolean answered = node.path("outcome").asText().equals("answered");
        boolean won = run.hasNonNull("winner") && run.path("winner").asInt() == trial;
        String score =
                node.hasNonNull("score")
                        ? String.format(Locale.ROOT, "%.2f", node.path("score").asDouble())
                        : "";
        String about =
                "trial "
                        + trial
                        + ": "
                        + node.path("ask").asText()
                        + " by "
                        + node.path("model").asText("nobody")
                        + ", "
                        + node.path("outcome").asText()
                        + (score.isEmpty() ? "" : ", score " + score)
                        + (node.hasNonNull("cost_usd")
                                ? ", $" + node.path("cost_usd").decimalValue().toPlainString()
                                : "");
        circle(svg, trial, answered ? colour(node) : "none", won ? " class=\"ring\"" : "", about);
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>%n",
                        x(trial),
                        y(trial) + 24,
                        score.isEmpty() ? "#" + trial : score));
    }

    private void circle(StringBuilder svg, int trial, String fill, String style, String about) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"9\" fill=\"%s\" stroke=\"#5b6270\"%s>"
                                + "<title>%s</title></circle>%n",
                        x(trial),
                        y(trial),
                        fill,
                        style,
                        escape(about)));
    }

    /** From red through yellow to green, as light as text can stand beside. */
    private static String colour(JsonNode node) {
        if (!node.hasNonNull("score")) {
            return "#7aa2d6";
        }
        long hue = Math.round(node.path("score").asDouble() * 130);
        return "hsl(" + hue + ",65%,48%)";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
