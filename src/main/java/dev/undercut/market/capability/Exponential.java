package dev.undercut.market.capability;

/**
 * The exponential function by plain arithmetic, so that it is the same on every machine; some times
 * as fast as {@link StrictMath#exp}, which the fit would spend most of its time in.
 */
final class Exponential {
    private static final double LOG2 = 0.6931471805599453;
    private static final double[] TAYLOR = new double[14];

    static {
        double factorial = 1;
        for (int i = 0; i < TAYLOR.length; i++) {
            factorial *= Math.max(1, i);
            TAYLOR[i] = 1 / factorial;
        }
    }

    private Exponential() {}

    /**
     * Correct to about 1e-14 of its value for arguments from -700 to 700: a power of two times the
     * Taylor series of what is left, which is at most half the logarithm of two.
     */
    static double of(double x) {
        long power = (long) (x / LOG2 + (x < 0 ? -0.5 : 0.5));
        double rest = x - power * LOG2;
        double sum = TAYLOR[TAYLOR.length - 1];
        for (int i = TAYLOR.length - 2; i >= 0; i--) {
            sum = sum * rest + TAYLOR[i];
        }
        return sum * Double.longBitsToDouble((power + Double.MAX_EXPONENT) << 52);
    }
}
