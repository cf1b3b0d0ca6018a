package dev.undercut.app.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single values of one key. */
record ScalarReader(Reading reading, String path) {

    private static final String OUR_TAGS = "tag:yaml.org,2002:";
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /** The value; null when it is empty, or wrong and noted. */
    <T> @Nullable T read(Node node, Kind<T> kind) {
        if (!(node instanceof ScalarNode scalar)) {
            note(node, "expected " + kind.expected() + ", got " + shape(node));
            return null;
        }
        if (!isOurs(scalar.getTag())) {
            note(node, "tags such as !name have no meaning here");
            return null;
        }
        String raw = scalar.getValue();
        try {
            String text = Substitution.apply(raw, reading.environment());
            // An empty variable means the same as an empty value: not given.
            if (isNothing(node) || (Substitution.isIn(raw) && text.isBlank())) {
                return null;
            }
            if (kind.secret() && !Substitution.isIn(raw)) {
                reading.sawLiteralSecret();
            }
            return kind.read(text);
        } catch (IllegalArgumentException e) {
            // The text as it stands in the file: what a variable holds may be a secret.
            note(node, complaint(e, kind, raw));
            return null;
        }
    }

    /** Whether {@code name} is allowed as a name of this sort; notes it when not. */
    boolean isName(Node node, String name, Kind<String> names) {
        try {
            names.read(name);
            return true;
        } catch (IllegalArgumentException e) {
            note(node, complaint(e, names, name));
            return false;
        }
    }

    private static boolean isOurs(Tag tag) {
        // The parser gives plain ${NAME} a tag of its own accord.
        return tag.equals(Tag.ENV_TAG) || tag.getValue().startsWith(OUR_TAGS);
    }

    private void note(Node node, String text) {
        reading.problem(YamlTree.line(node), path, text);
    }

    /** What is wrong with a text that is not of this kind. */
    static String complaint(IllegalArgumentException e, Kind<?> kind, String text) {
        if (e instanceof Kind.Unfit unfit) {
            return String.valueOf(unfit.getMessage());
        }
        String got = kind.secret() ? "something else" : Reading.shown(text);
        return "expected " + kind.expected() + ", got " + got;
    }

    /** Whether this is {@code ~}, {@code null}, or nothing at all. */
    static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && NOTHING.contains(scalar.getValue());
    }

    /** What a node is, without what it says. */
    static String shape(Node node) {
        return switch (node) {
            case MappingNode map -> "a map";
            case SequenceNode list -> "a list";
            case Node scalar -> "a single value";
        };
    }
}
