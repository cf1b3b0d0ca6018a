package dev.undercut.economics.task;

/**
 * What a strategy makes of a task, on average over tasks.
 *
 * @param solved the chance that the answer given is right
 * @param calls of the model for a task
 * @param costUsd for a task, solved or not; a model's figure, not a bill
 */
public record TaskOutcome(double solved, double calls, double costUsd) {
    /** USD for each task that is solved. */
    public double costPerSolved() {
        return costUsd / solved;
    }
}
