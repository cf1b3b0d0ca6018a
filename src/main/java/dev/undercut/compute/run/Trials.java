package dev.undercut.compute.run;

import dev.undercut.chat.Answer;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Trial;
import dev.undercut.money.Usd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All trials of a run and where each stands. Used by one thread. */
final class Trials {
    private final TreeMap<Integer, Entry> all = new TreeMap<>();
    private final Deque<Trial> waiting = new ArrayDeque<>();
    private final Map<Integer, Work> underWay = new HashMap<>();
    private final TreeSet<Integer> untold = new TreeSet<>();
    private final TreeMap<Integer, Work> finished = new TreeMap<>();
    private final List<CallNote> notes = new ArrayList<>();
    private Usd spent = Usd.ZERO;
    private String trouble = "";

    private static final class Entry {
        private final Trial trial;
        private @Nullable Long started;
        private @Nullable Long toldAt;
        private @Nullable Outcome outcome;
        private @Nullable Answer answer;
        private final List<CallNote> notes = new ArrayList<>(1);

        Entry(Trial trial) {
            this.trial = trial;
        }
    }

    void asked(List<Trial> trials) {
        for (Trial trial : trials) {
            all.put(trial.id(), new Entry(trial));
            waiting.add(trial);
            untold.add(trial.id());
        }
    }

    void started(int trial, long atMillis) {
        entry(trial).started = atMillis;
    }

    void underWay(Work work) {
        underWay.put(work.trial().id(), work);
    }

    /** Its work is over; whether the search still waits to hear of it. */
    boolean ended(Work work) {
        underWay.remove(work.trial().id());
        entry(work.trial().id()).answer = work.answer();
        if (!work.trouble().isEmpty()) {
            trouble = work.trouble();
        }
        return untold.contains(work.trial().id());
    }

    void told(int trial, Outcome outcome, long atMillis, List<CallNote> took) {
        untold.remove(trial);
        waiting.removeIf(waits -> waits.id() == trial);
        finished.remove(trial);
        entry(trial).outcome = outcome;
        entry(trial).toldAt = atMillis;
        paid(trial, took);
    }

    void paid(int trial, List<CallNote> took) {
        entry(trial).notes.addAll(took);
        notes.addAll(took);
        for (CallNote note : took) {
            spent = note.cost() == null ? spent : spent.plus(note.cost());
        }
    }

    /** Keeps what is over until it is its turn to be told. */
    void keep(Work work) {
        finished.put(work.trial().id(), work);
    }

    /** The next in order, if its work is over. */
    @Nullable Work nextInOrder() {
        return untold.isEmpty() ? null : finished.get(untold.first());
    }

    @Nullable Work underWay(int trial) {
        return underWay.get(trial);
    }

    @Nullable Work finished(int trial) {
        return finished.get(trial);
    }

    boolean isUntold(int trial) {
        return untold.contains(trial);
    }

    Deque<Trial> waiting() {
        return waiting;
    }

    List<Work> allUnderWay() {
        return List.copyOf(underWay.values());
    }

    List<Work> allFinished() {
        return List.copyOf(finished.values());
    }

    int countUnderWay() {
        return underWay.size();
    }

    /** Asked for and not told. */
    int outstanding() {
        return untold.size();
    }

    boolean isQuiet() {
        return underWay.isEmpty();
    }

    boolean isNextInOrder(int trial) {
        return !untold.isEmpty() && untold.first() == trial;
    }

    /** Dollars so far, those of unknown price left out. */
    Usd spent() {
        return spent;
    }

    List<CallNote> notes() {
        return notes;
    }

    String trouble() {
        return trouble;
    }

    void trouble(String words) {
        trouble = words;
    }

    @Nullable Answer answer(int trial) {
        return entry(trial).answer;
    }

    RunNode node(int trial) {
        Entry entry = entry(trial);
        return new RunNode(entry.trial, entry.started, entry.toldAt, entry.outcome, entry.notes);
    }

    List<RunNode> nodes() {
        return all.keySet().stream().map(this::node).toList();
    }

    private Entry entry(int trial) {
        Entry entry = all.get(trial);
        if (entry == null) {
            throw new IllegalArgumentException("no trial has the number " + trial);
        }
        return entry;
    }
}
