package dev.undercut.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One map of the file. It hands out the values of its keys, notes everything wrong with them in the
 * {@link Reading}, and then goes on with the default, so that all mistakes are found at once.
 */
final class Section {

    private final Reading reading;
    private final String path;
    private final int line;
    private final boolean fixedPath;
    private final Map<String, Node> values;

    private Section(
            Reading reading,
            String path,
            int line,
            boolean fixedPath,
            @Nullable Node node,
            List<Key> keys) {
        this.reading = reading;
        this.path = path;
        this.line = line;
        this.fixedPath = fixedPath;
        this.values = entries(node, path);
        refuseUnknown(node, keys.stream().map(Key::name).toList());
    }

    /** The top of the file; null for an empty file. */
    static Section top(Reading reading, @Nullable Node root) {
        return new Section(reading, "", 0, true, root, Schema.TOP);
    }

    /** The value of a key with a written default. */
    <T> T one(Key.One<T> key) {
        T found = oneOrNull(key);
        return found != null ? found : standard(key);
    }

    /** The value of a key, or null when neither the environment nor the file has a valid one. */
    <T> @Nullable T oneOrNull(Key.One<T> key) {
        Node node = values.get(key.name());
        String keyPath = pathOf(key.name());
        T inFile = node == null ? null : new ScalarReader(reading, keyPath).read(node, key.kind());
        T outside = outside(keyPath, key.kind());
        return outside != null ? outside : inFile;
    }

    /** The value of a key that cannot be left out; null, and noted, when it is or is wrong. */
    <T> @Nullable T needed(Key.One<T> key, String otherwise) {
        int before = reading.problemCount();
        T found = oneOrNull(key);
        if (found == null && reading.problemCount() == before) {
            reading.problem(line, path, otherwise);
        }
        return found;
    }

    /** The values of a list; null when the file does not have the key. */
    <T> @Nullable List<T> manyOrNull(Key.Many<T> key) {
        Node node = values.get(key.name());
        String keyPath = pathOf(key.name());
        List<T> inFile = node == null ? null : list(node, keyPath, key.kind());
        List<T> outside = outsideList(keyPath, key.kind());
        return outside != null ? outside : inFile;
    }

    /** The values of a list; empty when the file does not have the key. */
    <T> List<T> many(Key.Many<T> key) {
        List<T> found = manyOrNull(key);
        return found == null ? List.of() : found;
    }

    /** The values of a map of values, by their names. */
    <T> Map<String, T> pairs(Key.Pairs<T> key) {
        Map<String, T> read = new LinkedHashMap<>();
        String mapPath = pathOf(key.name());
        entries(values.get(key.name()), mapPath)
                .forEach((name, node) -> {
                    T value =
                            new ScalarReader(reading, mapPath + "." + name).read(node, key.kind());
                    if (value != null) {
                        read.put(name, value);
                    }
                });
        return read;
    }

    /** The map below a key; an empty one when the file does not have the key. */
    Section group(Key.Group key) {
        Node node = values.get(key.name());
        return new Section(reading, pathOf(key.name()), lineOf(key), fixedPath, node, key.keys());
    }

    /** The maps of a list. */
    List<Section> rows(Key.Rows key) {
        Node node = values.get(key.name());
        if (node == null || ScalarReader.isNothing(node)) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            problem(key, "expected a list, got " + ScalarReader.shape(node));
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (Node each : list.getValue()) {
            String at = pathOf(key.name()) + "[" + sections.size() + "]";
            sections.add(new Section(reading, at, YamlTree.line(each), false, each, key.keys()));
        }
        return sections;
    }

    /** The maps below a key, by their names. */
    Map<String, Section> named(Key.Named key) {
        Map<String, Section> sections = new LinkedHashMap<>();
        String mapPath = pathOf(key.name());
        entries(values.get(key.name()), mapPath)
                .forEach((name, node) -> {
                    String at = mapPath + "." + name;
                    if (new ScalarReader(reading, at).isName(node, name, key.names())) {
                        int begin = YamlTree.line(node);
                        sections.put(
                                name, new Section(reading, at, begin, false, node, key.keys()));
                    }
                });
        return sections;
    }

    /** Whether the file gives the key a value, right or wrong. */
    boolean has(Key key) {
        Node node = values.get(key.name());
        return node != null && !ScalarReader.isNothing(node);
    }

    /** Notes that the value of a key does not go together with another one. */
    void problem(Key key, String text) {
        reading.problem(lineOf(key), pathOf(key.name()), text);
    }

    /** Notes something that is allowed but probably not meant. */
    void warning(Key key, String text) {
        reading.warning(lineOf(key), pathOf(key.name()), text);
    }

    Reading reading() {
        return reading;
    }

    private int lineOf(Key key) {
        Node node = values.get(key.name());
        return node == null ? line : YamlTree.line(node);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static <T> T standard(Key.One<T> key) {
        return switch (key.standard()) {
            case Key.Standard.Written(String text) -> key.kind().read(text);
            case Key.Standard.Derived(String words) ->
                    throw new IllegalStateException(key.name() + " has no written default");
        };
    }

    private <T> @Nullable T outside(String keyPath, Kind<T> kind) {
        String name = variable(keyPath);
        String text = name == null ? null : reading.variable(name);
        return name == null || text == null ? null : outsideValue(name, keyPath, text, kind);
    }

    private <T> @Nullable List<T> outsideList(String keyPath, Kind<T> kind) {
        String name = variable(keyPath);
        String text = name == null ? null : reading.variable(name);
        if (name == null || text == null) {
            return null;
        }
        List<T> list = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            T value = outsideValue(name, keyPath, each, kind);
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    /** The environment variable that is set for a key; null when none is. */
    private @Nullable String variable(String keyPath) {
        return Reading.variablesOf(keyPath).stream()
                .filter(name -> fixedPath && reading.variable(name) != null)
                .findFirst()
                .orElse(null);
    }

    private <T> @Nullable T outsideValue(String name, String keyPath, String text, Kind<T> kind) {
        try {
            return kind.read(text);
        } catch (IllegalArgumentException e) {
            reading.problemOutside(name, keyPath, ScalarReader.complaint(e, kind, text));
            return null;
        }
    }

    private <T> List<T> list(Node node, String keyPath, Kind<T> kind) {
        List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        List<T> read = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String at = node instanceof SequenceNode ? keyPath + "[" + i + "]" : keyPath;
            T value = new ScalarReader(reading, at).read(nodes.get(i), kind);
            if (value != null) {
                read.add(value);
            }
        }
        return read;
    }

    /** The pairs of a map, by name; notes what is no map, no name, or there twice. */
    private Map<String, Node> entries(@Nullable Node node, String mapPath) {
        Map<String, Node> found = new LinkedHashMap<>();
        if (node == null || ScalarReader.isNothing(node)) {
            return found;
        }
        if (!(node instanceof MappingNode map)) {
            reading.problem(
                    YamlTree.line(node),
                    mapPath,
                    "expected a map, got " + ScalarReader.shape(node));
            return found;
        }
        for (NodeTuple pair : map.getValue()) {
            String name = YamlTree.text(pair.getKeyNode());
            int at = YamlTree.line(pair.getKeyNode());
            if (name == null) {
                reading.problem(at, mapPath, "a key must be a text");
            } else if (found.putIfAbsent(name, pair.getValueNode()) != null) {
                reading.problem(at, mapPath, "the key " + Reading.shown(name) + " stands twice");
            }
        }
        return found;
    }

    private void refuseUnknown(@Nullable Node node, List<String> known) {
        if (!(node instanceof MappingNode map)) {
            return;
        }
        for (NodeTuple pair : map.getValue()) {
            String name = YamlTree.text(pair.getKeyNode());
            if (name != null && !known.contains(name)) {
                String nearest = Spelling.nearest(name, known);
                reading.problem(
                        YamlTree.line(pair.getKeyNode()),
                        path,
                        "unknown key "
                                + Reading.shown(name)
                                + "; the nearest known key is '"
                                + nearest
                                + "'");
            }
        }
    }
}
