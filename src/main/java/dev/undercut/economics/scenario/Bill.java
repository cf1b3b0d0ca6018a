package dev.undercut.economics.scenario;

import dev.undercut.money.PricePerMtok;
import dev.undercut.money.UsdTotal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was paid for models in some days, exactly.
 *
 * @param days over which it runs
 * @param lines one for each model
 * @param unknownCosts requests whose cost is not known; in no line
 */
public record Bill(int days, List<Line> lines, long unknownCosts) {
    public Bill {
        lines = List.copyOf(lines);
    }

    /**
     * One model.
     *
     * @param model its id
     * @param requests to it
     * @param inputTokens of all kinds of input
     * @param outputTokens with reasoning
     * @param cost of all of them
     */
    public record Line(
            String model, long requests, long inputTokens, long outputTokens, UsdTotal cost) {

        /**
         * What the same tokens cost at other prices; all input at full price, none from a cache.
         */
        public UsdTotal at(PricePerMtok input, PricePerMtok output) {
            return new UsdTotal(picos(input, inputTokens).add(picos(output, outputTokens)));
        }

        private static BigInteger picos(PricePerMtok price, long tokens) {
            return BigInteger.valueOf(price.picosPerToken()).multiply(BigInteger.valueOf(tokens));
        }
    }

    /** All lines together. */
    public UsdTotal total() {
        return sum(lines.stream().map(Line::cost).toList());
    }

    /**
     * The bill if some of the models were exchanged for one at these prices, where that is cheaper.
     *
     * @param moves which lines may be
     */
    public Moved movedTo(PricePerMtok input, PricePerMtok output, Predicate<Line> moves) {
        long moved = 0;
        UsdTotal after = UsdTotal.ZERO;
        for (Line line : lines) {
            UsdTotal other = line.at(input, output);
            boolean cheaper = other.picos().compareTo(line.cost().picos()) < 0;
            boolean goes = cheaper && moves.test(line);
            moved += goes ? line.requests() : 0;
            after = new UsdTotal(after.picos().add((goes ? other : line.cost()).picos()));
        }
        return new Moved(total(), after, moved);
    }

    /**
     * A bill before and after.
     *
     * @param after never more than before
     * @param requests how many were moved
     */
    public record Moved(UsdTotal before, UsdTotal after, long requests) {
        /** What is saved. */
        public UsdTotal saved() {
            return new UsdTotal(before.picos().subtract(after.picos()));
        }
    }

    private static UsdTotal sum(List<UsdTotal> amounts) {
        BigInteger sum = BigInteger.ZERO;
        for (UsdTotal amount : amounts) {
            sum = sum.add(amount.picos());
        }
        return new UsdTotal(sum);
    }
}
