package dev.undercut.economics;

/** The checks that all formulas share; each names the input and the range in which it could be. */
public final class Check {
    private Check() {}

    /** A finite number above zero. */
    public static double positive(String input, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new ImpossibleInputException(input, "must be above 0, got " + value, "above 0");
        }
        return value;
    }

    /** A finite number, zero or more. */
    public static double notNegative(String input, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new ImpossibleInputException(
                    input, "cannot be negative, got " + value, "0 or more");
        }
        return value;
    }

    /** A share, from 0 to 1. */
    public static double share(String input, double value) {
        return within(input, value, 0, 1);
    }

    /** A share above 0, up to 1. */
    public static double positiveShare(String input, double value) {
        if (!(value > 0) || value > 1) {
            throw new ImpossibleInputException(
                    input, "must be above 0 and at most 1, got " + value, "above 0, up to 1");
        }
        return value;
    }

    /** A share from 0, below 1. */
    public static double shareBelowOne(String input, double value) {
        if (!(value >= 0) || value >= 1) {
            throw new ImpossibleInputException(
                    input, "must be 0 or more and below 1, got " + value, "0 up to below 1");
        }
        return value;
    }

    /** A number from {@code least} to {@code most}. */
    public static double within(String input, double value, double least, double most) {
        if (!(value >= least) || value > most) {
            throw new ImpossibleInputException(
                    input,
                    "must lie from " + plain(least) + " to " + plain(most) + ", got " + value,
                    plain(least) + " to " + plain(most));
        }
        return value;
    }

    /** A whole number of at least {@code least}. */
    public static long atLeast(String input, long value, long least) {
        if (value < least) {
            throw new ImpossibleInputException(
                    input, "must be at least " + least + ", got " + value, least + " or more");
        }
        return value;
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
