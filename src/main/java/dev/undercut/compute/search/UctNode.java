package dev.undercut.compute.search;

import dev.undercut.compute.Outcome.Answered;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer in the tree of {@link Climbing}; the root stands for the question. */
final class UctNode {
    private final @Nullable UctNode parent;
    private final int trial;
    private final @Nullable Answered answer;
    private final double score;
    private final List<UctNode> children = new ArrayList<>();
    private int visits;
    private double value;
    private boolean expanded;

    /** Leaves in this subtree that can be expanded. */
    private int open = 1;

    private UctNode(@Nullable UctNode parent, int trial, @Nullable Answered answer) {
        this.parent = parent;
        this.trial = trial;
        this.answer = answer;
        this.score = answer == null ? 0 : Candidates.worthOrNothing(answer);
    }

    static UctNode root() {
        return new UctNode(null, -1, null);
    }

    int trial() {
        return trial;
    }

    /** The node's answer; null at the root. */
    @Nullable Answered answer() {
        return answer;
    }

    /** Whether there is a leaf to expand below it, or it is one. */
    boolean open() {
        return open > 0;
    }

    boolean expanded() {
        return expanded;
    }

    /** Takes it off the leaves. */
    void expand() {
        if (!expanded) {
            expanded = true;
            opened(-1);
        }
    }

    /** Virtual loss: a trial under way counts as a visit that found nothing. */
    void started() {
        for (UctNode node = this; node != null; node = node.parent) {
            node.visits++;
        }
    }

    /** Takes back a visit of a trial of which nothing came. */
    void failed() {
        for (UctNode node = this; node != null; node = node.parent) {
            node.visits--;
        }
    }

    /** An answer came: its score goes up to the root, whose visits counted it when it started. */
    void answered(int id, Answered found) {
        UctNode child = new UctNode(this, id, found);
        child.visits = 1;
        child.value = child.score;
        children.add(child);
        opened(1);
        for (UctNode node = this; node != null; node = node.parent) {
            node.value += child.score;
        }
    }

    private void opened(int more) {
        for (UctNode node = this; node != null; node = node.parent) {
            node.open += more;
        }
    }

    /** The child with the highest bound that has a leaf to expand. */
    UctNode best(double exploration) {
        double[] priors = Uct.priors(children.stream().map(child -> child.score).toList());
        UctNode best = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < priors.length; i++) {
            UctNode child = children.get(i);
            double bound = Uct.bound(child.value, child.visits, priors[i], visits, exploration);
            if (child.open() && (best == null || bound > highest)) {
                best = child;
                highest = bound;
            }
        }
        if (best == null) {
            throw new IllegalStateException("an open node that is expanded has an open child");
        }
        return best;
    }
}
