package dev.undercut.compute.replay;

import java.util.List;

/**
 * One way of spending more or less on the questions of a data set.
 *
 * @param model that answers
 * @param method how its answers are chosen
 * @param verifier who tells which is right
 * @param points by rising cost; at least one
 */
record Family(String model, String method, Verified verifier, List<Point> points) {
    /** Sums of the same dollars in another order differ by less. */
    private static final double SLACK = 1e-9;

    Family {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a way has a point");
        }
    }

    /** Who tells which answer is right. */
    enum Verified {
        /** A checker that is right: what was recorded as correct. */
        CHECKER,
        /** The score that was recorded. */
        SCORE,
        /** Nobody. */
        NONE
    }

    /**
     * So much of it.
     *
     * @param n samples at most
     * @param usd what it costs, the mean of all questions
     * @param right how often it is right, for each question in their order, 0 to 1
     */
    @SuppressWarnings("ArrayRecordComponent") // a hundred thousand figures, shared with nobody
    record Point(int n, double usd, double[] right) {
        Point mixed(Point above, double cost) {
            double share = (cost - usd) / (above.usd - usd);
            double[] mix = new double[right.length];
            for (int q = 0; q < mix.length; q++) {
                mix[q] = right[q] + share * (above.right[q] - right[q]);
            }
            return new Point(n, cost, mix);
        }

        double accuracy() {
            double sum = 0;
            for (double one : right) {
                sum += one;
            }
            return sum / right.length;
        }
    }

    /** The lower, the simpler. */
    int simplicity() {
        return List.of("best-of", "vote", "tree", "mcts").indexOf(method);
    }

    String name() {
        return model + " " + method;
    }

    /**
     * What so much money buys: between two points the mix of both that costs exactly that, which is
     * to spend more on some questions, chosen by chance; beyond the last one all that was recorded.
     */
    Point at(double usd) {
        Point below = points.getFirst();
        if (!affordable(usd)) {
            return below;
        }
        for (Point above : points) {
            if (above.usd() > usd * (1 + SLACK)) {
                return below.mixed(above, usd);
            }
            below = above;
        }
        return below;
    }

    boolean affordable(double usd) {
        return points.getFirst().usd() <= usd * (1 + SLACK);
    }

    /** The best of all; of equal ones the cheapest. */
    Point peak() {
        Point best = points.getFirst();
        for (Point point : points) {
            best = point.accuracy() > best.accuracy() + SLACK ? point : best;
        }
        return best;
    }
}
