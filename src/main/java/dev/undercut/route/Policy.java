package dev.undercut.route;

import dev.undercut.chat.Preferences;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named way to choose, from the configuration.
 *
 * @param name as in {@code undercut/NAME}
 * @param preferences what it asks
 * @param tasks what it asks instead, complete, of requests with that task label
 */
public record Policy(String name, Preferences preferences, Map<String, Preferences> tasks) {
    public Policy {
        tasks = Map.copyOf(tasks);
    }

    /** What it asks of a request with that label (or none). */
    Preferences forTask(@Nullable String task) {
        return task == null ? preferences : tasks.getOrDefault(task, preferences);
    }
}
