package dev.undercut.app.config;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Text to YAML nodes, with limits, so that no file can exhaust the stack or the memory. */
final class YamlTree {

    private static final int DEEPEST = 32;
    private static final long MOST_NODES = 100_000;

    private final String place;
    private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();

    private YamlTree(String place) {
        this.place = place;
    }

    /**
     * The root of a file with one document; null when it holds nothing but comments.
     *
     * @param place the file's name for messages
     */
    static @Nullable Node read(String text, String place) throws BrokenConfig {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(place)
                        .setCodePointLimit(text.length() + 1)
                        // Both are noted later, together with everything else that is wrong.
                        .setAllowDuplicateKeys(true)
                        .setAllowNonScalarKeys(true)
                        // size() is the stricter limit, and names the line.
                        .setMaxAliasesForCollections(Integer.MAX_VALUE)
                        // Unlike the core schema it does not merge "<<", which has no limit.
                        .setSchema(new JsonSchema())
                        .build();
        YamlTree tree = new YamlTree(place);
        try {
            // The composer recurses and has no limit of its own; the events come one by one.
            tree.refuseDeep(new Parse(settings).parseString(text));
            Node root = new Compose(settings).composeString(text).orElse(null);
            if (root != null) {
                tree.size(root, 0);
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().or(e::getContextMark).map(YamlTree::line).orElse(0);
            throw tree.broken(line, quiet(e.getProblem()) + hint(text, line));
        } catch (ReaderException e) {
            int at = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.length()));
            int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
            throw tree.broken(line, "a control character does not belong here");
        } catch (YamlEngineException e) {
            throw tree.broken(0, "not YAML");
        }
    }

    /** The line where a node begins, from 1. */
    static int line(Node node) {
        return node.getStartMark().map(YamlTree::line).orElse(0);
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private void refuseDeep(Iterable<Event> events) throws BrokenConfig {
        int depth = 0;
        for (Event event : events) {
            depth += change(event);
            if (depth > DEEPEST) {
                throw broken(
                        event.getStartMark().map(YamlTree::line).orElse(0),
                        "nested deeper than " + DEEPEST);
            }
        }
    }

    private static int change(Event event) {
        return switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> 0;
        };
    }

    /** Counts the nodes as if every alias were written out, which is what a reader walks. */
    private long size(Node node, int depth) throws BrokenConfig {
        Long known = sizes.get(node);
        if (known != null) {
            return known;
        }
        if (depth > DEEPEST) {
            throw broken(line(node), "nested deeper than " + DEEPEST + ", or an alias of itself");
        }
        long size = 1;
        for (Node child : children(node)) {
            size += size(child, depth + 1);
            if (size > MOST_NODES) {
                throw broken(line(node), "more than " + MOST_NODES + " values, aliases counted");
            }
        }
        sizes.put(node, size);
        return size;
    }

    private static List<Node> children(Node node) {
        return switch (node) {
            case MappingNode map ->
                    map.getValue().stream()
                            .<Node>mapMulti((pair, out) -> {
                                out.accept(pair.getKeyNode());
                                out.accept(pair.getValueNode());
                            })
                            .toList();
            case SequenceNode list -> list.getValue();
            case Node leaf -> List.of();
        };
    }

    /** The parser quotes what it found, which may be a key of the wrong sort: cut long words. */
    private static String quiet(@Nullable String problem) {
        return problem == null ? "not YAML" : problem.replaceAll("[^\\s'\"(]{17,}", "…");
    }

    private static String hint(String text, int line) {
        String wrong = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
        return wrong.contains("${") ? "; between braces write \"${NAME}\" with quotes" : "";
    }

    private BrokenConfig broken(int line, String text) {
        return new BrokenConfig(new Problem(place, line, null, text));
    }

    /** The text of a scalar, or null when it is a map or a list. */
    static @Nullable String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }
}
