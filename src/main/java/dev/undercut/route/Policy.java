package dev.undercut.route;

import dev.undercut.chat.Preferences;
import java.util.Map;

/**
 * A named way to choose, from the configuration.
 *
 * @param name as in {@code undercut/NAME}
 * @param preferences what it asks
 * @param tasks what it asks instead for requests with that task label
 */
public record Policy(String name, Preferences preferences, Map<String, Preferences> tasks) {
    public Policy {
        tasks = Map.copyOf(tasks);
    }

    /** What it asks of a request with that label (or none). */
    Preferences forTask(@org.jspecify.annotations.Nullable String task) {
        Preferences own = task == null ? null : tasks.get(task);
        return own == null ? preferences : own.over(preferences);
    }
}
