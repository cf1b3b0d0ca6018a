package dev.undercut.compute.search;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Trial;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Trials that are to be asked for, in order, and what each is for.
 *
 * @param <P> what a trial is for
 */
final class Agenda<P> {
    private final Queue<Item<P>> queue = new ArrayDeque<>();
    private final Map<Integer, P> purposes = new HashMap<>();
    private int open;

    /** What is to be asked of whom, for what. */
    record Item<P>(
            P purpose,
            int parent,
            int model,
            Ask ask,
            @Nullable Double temperature,
            boolean conclusive) {

        /** Nothing whose answer is sure to be the run's. */
        Item(P purpose, int parent, int model, Ask ask, @Nullable Double temperature) {
            this(purpose, parent, model, ask, temperature, false);
        }
    }

    void add(Item<P> item) {
        queue.add(item);
        open++;
    }

    Optional<Trial> next(int id) {
        Item<P> item = queue.poll();
        if (item == null) {
            return Optional.empty();
        }
        purposes.put(id, item.purpose());
        return Optional.of(
                new Trial(
                        id,
                        item.parent(),
                        item.model(),
                        item.ask(),
                        item.temperature(),
                        item.conclusive()));
    }

    /** What a trial that was told is for. */
    P done(int id) {
        open--;
        return Objects.requireNonNull(purposes.remove(id), "no such trial is under way");
    }

    /** Whether all that was put down has been told. */
    boolean isEmpty() {
        return open == 0;
    }
}
