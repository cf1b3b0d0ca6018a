package dev.undercut.compute.search;

import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.stat.Belief;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An answer in the tree of {@link Branching}; the root stands for the question. */
final class Branch {
    private final Supplier<Belief> prior;
    private final @Nullable Branch parent;
    private final int trial;
    private final @Nullable Answered answer;
    private final List<Branch> children = new ArrayList<>();

    /** What a new child of it is believed to score. */
    private final Belief generate;

    /** What going on below one of its children is believed to score. */
    private final Belief carryOn;

    /** What it and all below it are believed to score. */
    private final Belief own;

    private Branch(
            Supplier<Belief> prior, @Nullable Branch parent, int trial, @Nullable Answered answer) {
        this.prior = prior;
        this.parent = parent;
        this.trial = trial;
        this.answer = answer;
        generate = prior.get();
        carryOn = prior.get();
        own = prior.get();
    }

    static Branch root(Supplier<Belief> prior) {
        return new Branch(prior, null, -1, null);
    }

    int trial() {
        return trial;
    }

    /** The branch's answer; null at the root. */
    @Nullable Answered answer() {
        return answer;
    }

    /**
     * A new answer below it. Its score tells of new children here; of each branch on the way to the
     * root it tells how that branch does, and that it paid to go on below the one above.
     */
    void answered(int id, Answered found) {
        double score = Candidates.worthOrNothing(found);
        Branch child = new Branch(prior, this, id, found);
        children.add(child);
        child.own.observe(score);
        generate.observe(score);
        Branch below = this;
        Branch above = below.parent;
        while (above != null) {
            below.own.observe(score);
            above.carryOn.observe(score);
            below = above;
            above = below.parent;
        }
    }

    /** Goes down from here to the branch that is to get a new child, by Thompson sampling. */
    Branch draw(RandomGenerator chance) {
        Branch at = this;
        while (!at.children.isEmpty() && at.carryOn.draw(chance) > at.generate.draw(chance)) {
            Branch best = at.children.getFirst();
            double highest = Double.NEGATIVE_INFINITY;
            for (Branch child : at.children) {
                double drawn = child.own.draw(chance);
                if (drawn > highest) {
                    best = child;
                    highest = drawn;
                }
            }
            at = best;
        }
        return at;
    }

    Belief generate() {
        return generate;
    }

    Belief carryOn() {
        return carryOn;
    }

    Belief own() {
        return own;
    }

    List<Branch> children() {
        return children;
    }
}
