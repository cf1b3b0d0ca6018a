package dev.undercut.economics.plan;

/** A Pareto tail that begins at {@code from}: {@code P(X > x) = (from / x)^alpha}. */
final class Tail {
    private Tail() {}

    /** E[min(X, c)] for a cap above its beginning. */
    static double capped(double from, double alpha, double cap) {
        return from + from / (alpha - 1) * (1 - Math.pow(from / cap, alpha - 1));
    }

    /** E[min(X, c)^2]. */
    static double cappedSquare(double from, double alpha, double cap) {
        double power = 2 - alpha;
        double grown =
                Math.abs(power) < 1e-9
                        ? Math.log(cap / from)
                        : Math.expm1(power * Math.log(cap / from)) / power;
        return from * from * (1 + 2 * grown);
    }
}
