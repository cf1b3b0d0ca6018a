package dev.undercut.provider.sandbox.skill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Four numbers to make 24 of. Solved by trying everything: three times two of the terms are joined
 * in one of six ways, 3,888 ways in all, exactly in fractions of {@code long} (four numbers below
 * 100 stay far below overflow). A way is kept as a number that the expression is rebuilt from.
 */
final class HandOf24 implements Task {

    private static final String NONE = "no solution";

    /** A step takes 3 bits for the join and 2 for each of the two places. */
    private static final int STEP_BITS = 7;

    private static final int JOINS = 6;
    private static final int TRIES = 6;

    private final int[] numbers;
    private final List<Integer> solutions = new ArrayList<>();

    HandOf24(int[] numbers) {
        this.numbers = numbers.clone();
        long[] tops = Arrays.stream(numbers).asLongStream().toArray();
        solve(tops, new long[] {1, 1, 1, 1}, 4, 0);
    }

    private void solve(long[] tops, long[] bottoms, int size, int way) {
        if (size == 1) {
            if (bottoms[0] != 0 && tops[0] == 24 * bottoms[0]) {
                solutions.add(way);
            }
            return;
        }
        for (int j = 1; j < size; j++) {
            for (int i = 0; i < j; i++) {
                for (int join = 0; join < JOINS; join++) {
                    int step = join << 4 | i << 2 | j;
                    join(tops, bottoms, size, way << STEP_BITS | step);
                }
            }
        }
    }

    /** Joins into place i, moves the last term to place j, goes on, and puts all back. */
    private void join(long[] tops, long[] bottoms, int size, int way) {
        int i = way >> 2 & 3;
        int j = way & 3;
        int last = size - 1;
        long a = tops[i];
        long b = bottoms[i];
        long c = tops[j];
        long d = bottoms[j];
        tops[i] = top(way >> 4 & 7, a, b, c, d);
        bottoms[i] = bottom(way >> 4 & 7, a, b, c, d);
        tops[j] = tops[last];
        bottoms[j] = bottoms[last];
        // A division by zero has bottom 0 and stays out: nothing joined with it is 24.
        if (bottoms[i] != 0) {
            solve(tops, bottoms, last, way);
        }
        tops[last] = tops[j];
        bottoms[last] = bottoms[j];
        tops[j] = c;
        bottoms[j] = d;
        tops[i] = a;
        bottoms[i] = b;
    }

    private static long top(int join, long a, long b, long c, long d) {
        return switch (join) {
            case 0 -> a * d + c * b;
            case 1 -> a * d - c * b;
            case 2 -> c * b - a * d;
            case 3 -> a * c;
            case 4 -> a * d;
            default -> c * b;
        };
    }

    private static long bottom(int join, long a, long b, long c, long d) {
        return switch (join) {
            case 4 -> b * c;
            case 5 -> d * a;
            default -> b * d;
        };
    }

    private static Expression joined(int join, Expression a, Expression b) {
        return switch (join) {
            case 0 -> new Expression.Operation(Operator.PLUS, a, b);
            case 1 -> new Expression.Operation(Operator.MINUS, a, b);
            case 2 -> new Expression.Operation(Operator.MINUS, b, a);
            case 3 -> new Expression.Operation(Operator.TIMES, a, b);
            case 4 -> new Expression.Operation(Operator.OVER, a, b);
            default -> new Expression.Operation(Operator.OVER, b, a);
        };
    }

    private Expression expression(int way) {
        List<Expression> terms = new ArrayList<>();
        for (int number : numbers) {
            terms.add(Expression.number(number));
        }
        for (int shift = 2 * STEP_BITS; shift >= 0; shift -= STEP_BITS) {
            int step = way >> shift;
            int i = step >> 2 & 3;
            int j = step & 3;
            terms.set(i, joined(step >> 4 & 7, terms.get(i), terms.get(j)));
            Expression last = terms.removeLast();
            if (j < terms.size()) {
                terms.set(j, last);
            }
        }
        return terms.getFirst();
    }

    @Override
    public String identity() {
        int[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return "24 of " + Arrays.toString(sorted);
    }

    /** Few ways to 24 make it hard; to see that there is none is hardest. */
    @Override
    public double difficulty() {
        return solutions.isEmpty() ? 3.5 : 2.8 - 0.55 * Math.log(solutions.size());
    }

    @Override
    public Attempt attempt(boolean right, RandomGenerator random) {
        if (!right) {
            return wrong(random);
        }
        if (solutions.isEmpty()) {
            return new Attempt("I tried every way to put the four numbers together.", NONE);
        }
        return claimed(expression(solutions.get(random.nextInt(solutions.size()))));
    }

    /** The nearest miss of a few random ways, claimed to be 24. */
    private Attempt wrong(RandomGenerator random) {
        Attempt nearest = new Attempt("I found none.", "0");
        double miss = Double.MAX_VALUE;
        for (int tries = 0; tries < TRIES; tries++) {
            Expression tried = expression(randomWay(random));
            double missed = miss(tried);
            if (missed > 0 && missed < miss) {
                miss = missed;
                nearest = claimed(tried);
            }
        }
        return nearest;
    }

    private static int randomWay(RandomGenerator random) {
        int way = 0;
        for (int size = 4; size > 1; size--) {
            int j = random.nextInt(1, size);
            int step = random.nextInt(JOINS) << 4 | random.nextInt(j) << 2 | j;
            way = way << STEP_BITS | step;
        }
        return way;
    }

    /** How far it is from 24; as far as can be where it has no value. */
    private static double miss(Expression tried) {
        try {
            return Math.abs(tried.value().decimal().doubleValue() - 24);
        } catch (ArithmeticException e) {
            return Double.MAX_VALUE;
        }
    }

    private static Attempt claimed(Expression expression) {
        String text = expression.text();
        return new Attempt("I use each number once: " + text + " = 24", text);
    }

    @Override
    public Optional<Calculation> calculation() {
        return Optional.empty();
    }
}
