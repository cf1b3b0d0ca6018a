package dev.undercut.provider.sandbox.skill;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** A question that was understood, with its truth inside. */
public interface Task {

    /** What is asked in a normal form: the same for two wordings of one question. */
    String identity();

    /**
     * How hard it is, in logits: a model of the same ability gets it right half of the time. About
     * -3 (trivial) to 5.
     */
    double difficulty();

    /**
     * Works it out.
     *
     * @param right whether the attempt ends in the truth; a wrong one never does
     * @param random picks the slip of a wrong attempt and the way of a right one
     */
    Attempt attempt(boolean right, RandomGenerator random);

    /** What to type into a calculator, where that answers the question. */
    Optional<Calculation> calculation();
}
