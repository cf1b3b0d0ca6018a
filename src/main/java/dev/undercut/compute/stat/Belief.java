package dev.undercut.compute.stat;

import java.util.random.RandomGenerator;

/**
 * What is believed of the mean of scores after those seen: a posterior from which Thompson sampling
 * draws. Not safe for use by several threads.
 */
public sealed interface Belief permits NormalBelief, BetaBelief {
    /**
     * Takes one more score into account.
     *
     * @param score 0 to 1
     */
    void observe(double score);

    /** A draw of the mean. */
    double draw(RandomGenerator chance);
}
