package dev.undercut.compute.run;

/** Where the events of one run are kept, in order. */
@FunctionalInterface
public interface RunLog {
    /** Keeps nothing. */
    RunLog NONE = event -> {};

    /** Adds an event; called by one thread at a time. */
    void append(RunEvent event);
}
