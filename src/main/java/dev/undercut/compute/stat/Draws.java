package dev.undercut.compute.stat;

import java.util.random.RandomGenerator;

/**
 * Draws from distributions, by methods that give the same numbers from the same generator on every
 * machine, which the JDK does not promise of its own.
 */
final class Draws {
    private Draws() {}

    /** Normal with mean 0 and variance 1 (Marsaglia's polar method). */
    static double normal(RandomGenerator chance) {
        while (true) {
            double x = 2 * chance.nextDouble() - 1;
            double y = 2 * chance.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /**
     * Gamma of scale 1 (Marsaglia and Tsang 2000; below shape 1 by their boost from shape + 1).
     *
     * @param shape above 0
     */
    static double gamma(double shape, RandomGenerator chance) {
        if (shape < 1) {
            double boost = StrictMath.pow(1 - chance.nextDouble(), 1 / shape);
            return gamma(shape + 1, chance) * boost;
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal(chance);
            double root = 1 + c * x;
            if (root > 0) {
                double v = root * root * root;
                double u = 1 - chance.nextDouble();
                if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
