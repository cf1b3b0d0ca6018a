package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Outcome.Failed;
import dev.undercut.compute.Search;
import dev.undercut.compute.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plays a search to its end, one trial at a time, with what a world says to each. */
final class Play {
    static final Outcome ERROR = new Failed(Outcome.Reason.ERROR);
    static final Outcome UNREADABLE = new Failed(Outcome.Reason.UNREADABLE);

    private final Search search;
    private final List<Trial> asked = new ArrayList<>();

    Play(Search search) {
        this.search = search;
    }

    /** An answer that nobody verified. */
    static Outcome says(@Nullable String answer) {
        return Answered.plain("text of " + answer, answer);
    }

    /** A text without an answer to compare. */
    static Outcome text(String text) {
        return Answered.plain(text, null);
    }

    /** An answer with a score. */
    static Outcome scored(@Nullable String answer, double score) {
        return new Answered("text of " + answer, answer, score, null, null, "feedback");
    }

    /** An answer that a checker saw. */
    static Outcome checked(@Nullable String answer, boolean passed) {
        return new Answered("text of " + answer, answer, null, passed, null, "");
    }

    /** Which tests a program passed. */
    static Outcome behaves(String bits) {
        return new Answered("", null, null, null, bits, "");
    }

    /** Asks for all it will give now. */
    List<Trial> ask() {
        return ask(1000);
    }

    List<Trial> ask(int slots) {
        List<Trial> now = search.ask(slots);
        asked.addAll(now);
        return now;
    }

    Play tell(int trial, Outcome outcome) {
        search.tell(trial, outcome);
        return this;
    }

    /** One at a time until it has decided or nothing is left to ask. */
    Play through(Function<Trial, Outcome> world) {
        for (List<Trial> now = ask(1); !now.isEmpty(); now = ask(1)) {
            tell(now.getFirst().id(), world.apply(now.getFirst()));
        }
        return this;
    }

    /** One at a time with these outcomes for the first trials. */
    Play through(List<Outcome> outcomes) {
        return through(trial -> outcomes.get(trial.id()));
    }

    /** All at once, in the order asked, wave by wave. */
    Play inWaves(Function<Trial, Outcome> world) {
        for (List<Trial> now = ask(); !now.isEmpty(); now = ask()) {
            now.forEach(trial -> tell(trial.id(), world.apply(trial)));
        }
        return this;
    }

    List<Trial> asked() {
        return asked;
    }

    Trial last() {
        return asked.getLast();
    }

    Choice decided() {
        return search.decided().orElseThrow();
    }

    /** The trial chosen. */
    int winner() {
        return decided().ranked().getFirst();
    }

    boolean over() {
        return search.decided().isPresent();
    }

    Search search() {
        return search;
    }
}
