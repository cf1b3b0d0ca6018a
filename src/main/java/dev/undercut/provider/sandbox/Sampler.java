package dev.undercut.provider.sandbox;

import dev.undercut.provider.sandbox.skill.Attempt;
import dev.undercut.provider.sandbox.skill.Task;
import java.util.random.RandomGenerator;

/**
 * Decides whether an attempt is right, by item response theory: P(right) = logistic(ability -
 * difficulty), drawn anew for every sample. On top of a task's stated difficulty every question has
 * a quirk that is the same for all models, and every model one of its own, so that models fail on
 * different questions. A share of the wrong answers to a question agrees, the rest is scattered.
 *
 * <p>Temperature 0 gives the same sample every time, and is no more often right than any other
 * sample: greedy decoding takes the likeliest token, not the likeliest answer. Between 0 and 1 a
 * share of (1 - t)^2 of all samples is that one; above 1 ability falls.
 */
final class Sampler {

    private static final double QUESTION_QUIRK = 0.5;
    private static final double MODEL_QUIRK = 0.7;
    private static final double POPULAR = 0.3;
    private static final double HEAT_LOSS = 1.5;

    private final long seed;

    Sampler(long seed) {
        this.seed = seed;
    }

    /** Which sample of a question to draw, and how. */
    record Draw(SandboxModel model, double edge, double temperature, long greedy, long sample) {

        private long used() {
            double share = temperature >= 1 ? 0 : (1 - temperature) * (1 - temperature);
            return Dice.of(Dice.hash(sample, 7)).nextDouble() < share ? greedy : sample;
        }
    }

    /** One attempt, a pure function of the seed, the task and the draw. */
    Attempt attempt(Task task, Draw draw) {
        RandomGenerator dice = Dice.of(draw.used());
        long question = Dice.hash(seed, Dice.hash(task.identity()));
        boolean right = dice.nextDouble() < chance(task, draw, question);
        boolean popular = dice.nextDouble() < POPULAR;
        return task.attempt(right, !right && popular ? Dice.of(question) : dice);
    }

    private static double chance(Task task, Draw draw, long question) {
        long own = Dice.hash(question, Dice.hash(draw.model.id()));
        double quirk = QUESTION_QUIRK * Dice.normal(question) + MODEL_QUIRK * Dice.normal(own);
        double heat = HEAT_LOSS * Math.max(0, draw.temperature - 1);
        double logit = draw.model.ability() + draw.edge - heat - task.difficulty() + quirk;
        return 1 / (1 + Math.exp(-logit));
    }
}
