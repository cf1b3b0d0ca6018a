package dev.undercut.app.config;

import dev.undercut.app.config.Key.Standard;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Writes the reference of all keys, as Markdown, from the {@link Schema}. */
public final class ConfigTable {

    private static final String HEAD =
            """
            # Configuration

            <!-- Written by a test from the schema in dev.undercut.app.config; do not edit.
                 After a change: mvn test -Dtest=ConfigTableTest -Dgolden.update=true -->

            All of it is optional. The file is that of `--config`, else of `UNDERCUT_CONFIG`, else
            `./undercut.yaml`, else `~/.config/undercut/undercut.yaml`; UTF-8, at most 1 MiB.

            - **Precedence**: flag, environment, file, default. An empty variable counts as not set;
              in a variable, commas separate the values of a list.
            - **`${NAME}`** in a value is replaced from the environment, `${NAME:-default}` also when
              `NAME` is not set or empty; `$${` stands for a plain `${`. Between braces, quote it:
              `{api_key: "${NAME}"}`.
            - **Mistakes** are all reported at once, with file and line, and end the start with exit
              code 2. Unknown and repeated keys are mistakes.
            - **Changes** take effect without a restart, except `listen`, `data_dir` and `storage`.
              A broken file is refused whole, and what held before goes on.
            - A list of one value may be written without brackets. A key without a value counts as
              not given.

            | Key | Value | Default | Environment | Meaning |
            |---|---|---|---|---|
            """;

    private final StringBuilder out = new StringBuilder(HEAD);

    /** Keys that are described already; tasks repeat those of their policy. */
    private final Set<Key> described = Collections.newSetFromMap(new IdentityHashMap<>());

    private ConfigTable() {}

    /** The whole page. */
    public static String markdown() {
        ConfigTable table = new ConfigTable();
        table.rows(Schema.TOP, "", true);
        return table.out.toString();
    }

    private void rows(List<Key> keys, String prefix, boolean fixedPath) {
        for (Key key : keys) {
            if (described.add(key)) {
                row(key, prefix + key.name(), fixedPath);
            }
        }
    }

    private void row(Key key, String path, boolean fixedPath) {
        String variable = fixedPath ? code(Reading.variablesOf(path).getFirst()) : "";
        switch (key) {
            case Key.One<?> one ->
                    cells(path, one.kind().type(), words(one.standard()), variable, one.meaning());
            case Key.Many<?> many ->
                    cells(
                            path,
                            "list of: " + many.kind().type(),
                            words(many.standard()),
                            variable,
                            many.meaning());
            case Key.Pairs<?> pairs ->
                    cells(
                            path + "." + pairs.each(),
                            pairs.kind().type(),
                            "none",
                            "",
                            pairs.meaning());
            case Key.Group group -> {
                cells(path, "map", "", "", group.meaning());
                rows(group.keys(), path + ".", fixedPath);
            }
            case Key.Rows list -> {
                cells(path, "list of maps", code("[]"), "", list.meaning());
                rows(list.keys(), path + "[].", false);
            }
            case Key.Named named -> {
                cells(path, "map of names to maps", code("{}"), "", named.meaning());
                rows(named.keys(), path + "." + named.each() + ".", false);
            }
        }
    }

    private void cells(String path, String type, String standard, String variable, String text) {
        List<String> cells = List.of(code(path), type, standard, variable, text);
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String words(Standard standard) {
        return switch (standard) {
            case Standard.Written(String text) -> code(text);
            case Standard.Derived(String words) -> words;
        };
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
