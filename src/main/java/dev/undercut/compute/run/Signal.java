package dev.undercut.compute.run;

/** What reaches the thread that leads a run. */
sealed interface Signal {
    /** A trial's work is over. */
    record Finished(Work work) implements Signal {}

    /** The first piece of an answer of that model came, so it has read the request. */
    record Began(int model) implements Signal {}

    /** Somebody wants it to stop. */
    record Stop() implements Signal {}
}
