package dev.undercut.market.capability;

import dev.undercut.chat.Effort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the fit assumes: the definition of the scale, the priors and the seed, by the names that
 * {@code data/capability-method.csv} gives them, with a reason for each.
 */
public final class Method {
    /** The effort levels that are told apart, from none to max. */
    static final List<Effort> LEVELS =
            List.of(Effort.NONE, Effort.LOW, Effort.DEFAULT, Effort.HIGH, Effort.MAX);

    static final int DEFAULT = LEVELS.indexOf(Effort.DEFAULT);

    private final Map<String, String> values;

    /** Takes parameter names to values. */
    public Method(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** The same with another value, such as the version of a refit. */
    public Method with(String parameter, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(parameter, value);
        return new Method(changed);
    }

    /** The version that an index fitted so carries, such as {@code ci@2026.11}. */
    public String version() {
        return text("version");
    }

    String text(String parameter) {
        String value = values.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException("the method does not say: " + parameter);
        }
        return value;
    }

    double number(String parameter) {
        return Double.parseDouble(text(parameter));
    }

    int whole(String parameter) {
        return Integer.parseInt(text(parameter));
    }

    Effort anchorEffort() {
        return Effort.of(text("anchor_effort")).orElseThrow();
    }

    /** A parameter that each level but the default has, in the order of {@link #LEVELS}. */
    double[] perLevel(String prefix) {
        double[] found = new double[LEVELS.size()];
        for (int level = 0; level < found.length; level++) {
            if (level != DEFAULT) {
                found[level] = number(prefix + "_" + LEVELS.get(level).code());
            }
        }
        return found;
    }
}
