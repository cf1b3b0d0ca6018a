package dev.undercut.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One reading of one file: what it may look up, and what it finds wrong on the way. */
final class Reading {

    private static final int MOST_SHOWN = 20;

    private final String place;
    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private boolean literalSecret;

    Reading(String place, Map<String, String> environment) {
        this.place = place;
        this.environment = environment;
    }

    void problem(int line, String path, String text) {
        problems.add(new Problem(place, line, path, text));
    }

    /** Something wrong with an environment variable instead of the file. */
    void problemOutside(String variable, @Nullable String path, String text) {
        problems.add(new Problem(variable, 0, path, text));
    }

    void warning(int line, @Nullable String path, String text) {
        warnings.add(new Problem(place, line, path, text));
    }

    /** The variable's value; null when it is not set or empty. */
    @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    int problemCount() {
        return problems.size();
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Notes that a secret stands in the file itself. */
    void sawLiteralSecret() {
        literalSecret = true;
    }

    boolean hasLiteralSecret() {
        return literalSecret;
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(Problem.BY_LINE).toList();
    }

    void throwProblems() throws BrokenConfig {
        if (!problems.isEmpty()) {
            throw new BrokenConfig(problems.stream().sorted(Problem.BY_LINE).toList());
        }
    }

    /** The environment variables that override the key {@code path}; the first one set wins. */
    static List<String> variablesOf(String path) {
        String byRule = "UNDERCUT_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
        return path.equals("storage.durability")
                ? List.of("UNDERCUT_DURABILITY", byRule)
                : List.of(byRule);
    }

    /**
     * A piece of the file for a message. Nothing long is repeated, because a key on the wrong line
     * is still a secret; real ones have 30 characters and more.
     */
    static String shown(String text) {
        return text.length() > MOST_SHOWN
                ? "a text of " + text.length() + " characters"
                : "'" + text.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
