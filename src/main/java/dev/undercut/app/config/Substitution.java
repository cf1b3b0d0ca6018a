package dev.undercut.app.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces references to the environment: a dollar sign and a name between braces. */
final class Substitution {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?})?");

    private Substitution() {}

    static boolean isIn(String text) {
        return text.contains("${");
    }

    /**
     * The text with every reference replaced. As in a shell, the default also takes the place of an
     * empty variable.
     *
     * @throws Kind.Unfit when a variable is not set and has no default, or a reference is malformed
     */
    static String apply(String text, Map<String, String> environment) {
        Matcher matcher = REFERENCE.matcher(text);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(value(matcher, environment)));
    }

    private static String value(Matcher match, Map<String, String> environment) {
        String name = match.group(1);
        if (match.group().startsWith("$${")) {
            return "${";
        }
        if (name == null) {
            throw new Kind.Unfit("write ${NAME} or ${NAME:-default}; $${ stands for a plain ${");
        }
        String value = environment.get(name);
        String fallback = match.group(2);
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        if (value == null) {
            throw new Kind.Unfit(
                    "the environment variable "
                            + name
                            + " is not set; ${"
                            + name
                            + ":-} would make it optional");
        }
        return value;
    }
}
