package dev.undercut.runs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asked for what.
 *
 * @param id the run's row in the books
 * @param started when
 * @param keyId who asked, or null with no keys in use
 * @param requested the model name as the client sent it
 * @param models names of the run's models, by number
 * @param strategy its name
 * @param wish JSON of what was wanted, its seed and models filled in, enough to begin it again
 */
public record RunHead(
        String id,
        Instant started,
        @Nullable String keyId,
        String requested,
        List<String> models,
        String strategy,
        String wish) {
    public RunHead {
        models = List.copyOf(models);
    }
}
