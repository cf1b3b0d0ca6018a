package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search;
import dev.undercut.compute.Trial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tactic at work, held to what {@link Search} promises. */
final class Running implements Search {
    private final Tactic tactic;
    private final List<Trial> asked = new ArrayList<>();
    private final BitSet told = new BitSet();
    private int tellings;
    private @Nullable Choice choice;

    Running(Tactic tactic) {
        this.tactic = tactic;
    }

    @Override
    public List<Trial> ask(int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException("slots are 1 or more, not " + slots);
        }
        List<Trial> now = new ArrayList<>();
        while (choice == null && now.size() < slots) {
            Optional<Trial> next = tactic.next(asked.size());
            if (next.isEmpty()) {
                break;
            }
            asked.add(next.get());
            now.add(next.get());
        }
        return now;
    }

    @Override
    public void tell(int trial, Outcome outcome) {
        if (trial < 0 || trial >= asked.size()) {
            throw new IllegalArgumentException("trial " + trial + " was never asked for");
        }
        if (choice != null || told.get(trial)) {
            return;
        }
        told.set(trial);
        tellings++;
        tactic.told(asked.get(trial), outcome);
        choice = tactic.decided().orElse(null);
    }

    @Override
    public Optional<Choice> decided() {
        return Optional.ofNullable(choice);
    }

    @Override
    public Optional<Choice> best() {
        return choice == null ? tactic.best() : Optional.of(choice);
    }

    @Override
    public List<Integer> needless() {
        if (choice != null) {
            return underWay();
        }
        return tactic.needless().stream().filter(id -> !told.get(id)).toList();
    }

    private List<Integer> underWay() {
        List<Integer> open = new ArrayList<>();
        for (int id = told.nextClearBit(0); id < asked.size(); id = told.nextClearBit(id + 1)) {
            open.add(id);
        }
        return open;
    }

    @Override
    public Progress progress() {
        return tactic.progress(tellings);
    }
}
