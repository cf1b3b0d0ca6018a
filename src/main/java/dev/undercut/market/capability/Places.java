package dev.undercut.market.capability;

import dev.undercut.chat.Effort;
import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.ScaleDraws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns a fit into an index: a place for each node, and for a model without a node at the default
 * effort one that is derived from its other efforts, each moved by the common offset. So a score at
 * the highest effort never stands for a plain call.
 */
final class Places {
    private static final double MOST_STEPS = Short.MAX_VALUE;

    private static final class Place {
        final Table.Node node;
        final double index;
        final double error;
        final String basis;
        final double[] moves;

        Place(Table.Node node, double index, double error, String basis, double[] moves) {
            this.node = node;
            this.index = index;
            this.error = error;
            this.basis = basis;
            this.moves = moves;
        }
    }

    private final Table table;
    private final Method method;
    private final State state;
    private final double[] precision;
    private final double[][] moved;
    private final double points;
    private final double[] spread;

    Places(Table table, Method method, State state, double[] precision, double[][] moved) {
        this.table = table;
        this.method = method;
        this.state = state;
        this.precision = precision;
        this.moved = moved;
        this.points = method.number("points_per_logit");
        this.spread = method.perLevel("spread");
    }

    CapabilityIndex index() {
        Map<String, List<Place>> byModel = new TreeMap<>();
        for (int i = 0; i < table.nodes.size(); i++) {
            byModel.computeIfAbsent(table.nodes.get(i).model(), model -> new ArrayList<>())
                    .add(measured(i));
        }
        List<Place> places = new ArrayList<>();
        byModel.forEach((model, own) -> {
            if (own.stream().noneMatch(place -> place.node.effort() == Effort.DEFAULT)) {
                places.add(derived(model, own));
            }
            places.addAll(own);
        });
        short[][] rows = places.stream().map(place -> steps(place.moves)).toArray(short[][]::new);
        ScaleDraws draws = new ScaleDraws(rows);
        Map<Table.Node, Set<String>> families = table.familiesByNode();
        List<CapabilityIndex.Entry> entries = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            entries.add(entry(places.get(i), families, draws, i));
        }
        return new CapabilityIndex(method.version(), entries);
    }

    private CapabilityIndex.Entry entry(
            Place place, Map<Table.Node, Set<String>> families, ScaleDraws draws, int row) {
        Set<String> all = new TreeSet<>();
        families.forEach((node, its) -> {
            if (node.model().equals(place.node.model())) {
                all.addAll(its);
            }
        });
        boolean given = place.basis.equals("anchor");
        boolean measured = given || place.basis.equals("measured");
        return new CapabilityIndex.Entry(
                place.node.model(),
                place.node.effort(),
                hundredths(place.index),
                hundredths(place.error),
                families.getOrDefault(place.node, Set.of()).size(),
                all.size(),
                place.basis,
                !measured || all.size() < method.whole("rated_families"),
                draws.of(row));
    }

    private Place measured(int i) {
        boolean anchor = i == table.anchor;
        double index = method.number("anchor_index") + points * state.ability[i];
        double[] moves = new double[moved.length];
        for (int draw = 0; draw < moves.length; draw++) {
            moves[draw] = moved[draw][i];
        }
        return new Place(
                table.nodes.get(i),
                index,
                anchor ? 0 : points / Math.sqrt(precision[i]),
                anchor ? "anchor" : "measured",
                moves);
    }

    private Place derived(String model, List<Place> siblings) {
        double[] moves = new double[moved.length];
        double sum = 0;
        double weights = 0;
        List<String> efforts = new ArrayList<>();
        for (Place sibling : siblings) {
            int level = Method.LEVELS.indexOf(sibling.node.effort());
            double weight = 1 / (sibling.error * sibling.error + spread[level] * spread[level]);
            sum += weight * (sibling.index - points * state.offset[level]);
            weights += weight;
            efforts.add(sibling.node.effort().code());
            for (int draw = 0; draw < moves.length; draw++) {
                moves[draw] += weight * sibling.moves[draw];
            }
        }
        for (int draw = 0; draw < moves.length; draw++) {
            moves[draw] /= weights;
        }
        double error = Math.max(method.number("derived_error"), 1 / Math.sqrt(weights));
        return new Place(
                new Table.Node(model, Effort.DEFAULT),
                sum / weights,
                error,
                "derived from " + String.join(" and ", efforts),
                moves);
    }

    private static short[] steps(double[] moves) {
        short[] steps = new short[moves.length];
        for (int draw = 0; draw < steps.length; draw++) {
            steps[draw] =
                    (short)
                            Math.clamp(
                                    Math.rint(moves[draw] / ScaleDraws.STEP),
                                    -MOST_STEPS,
                                    MOST_STEPS);
        }
        return steps;
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
