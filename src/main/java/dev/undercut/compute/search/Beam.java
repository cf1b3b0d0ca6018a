package dev.undercut.compute.search;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which thoughts a level of the tree keeps, as a rule of its own so that recorded trees replay. */
public final class Beam {
    private Beam() {}

    /**
     * The best by a stable descending sort: of equal values the earlier goes first.
     *
     * @param values of the candidates, in their order
     * @param breadth at most so many are kept
     * @return places in {@code values}, best first
     */
    public static List<Integer> keep(List<Double> values, int breadth) {
        return IntStream.range(0, values.size())
                .boxed()
                .sorted(Comparator.<Integer, Double>comparing(values::get).reversed())
                .limit(breadth)
                .toList();
    }

    /**
     * A thought's value: the mean of what its votes are worth, sure 20, likely 1, impossible 0.001
     * (Yao et al., arXiv 2305.10601), 0 without a vote that can be read.
     *
     * @param sure so many votes
     * @param likely so many votes
     * @param impossible so many votes
     */
    public static double value(int sure, int likely, int impossible) {
        int votes = sure + likely + impossible;
        return votes == 0 ? 0 : (20 * sure + likely + 0.001 * impossible) / votes;
    }
}
