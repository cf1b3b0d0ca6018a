package dev.undercut.economics.serving;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Throughput against the speed that each user sees: the more users share an accelerator, the more
 * it serves and the slower it is for each. Throughputs may only be compared at one speed.
 */
public final class SpeedCurve {
    private final SteffenCurve curve;

    private SpeedCurve(SteffenCurve curve) {
        this.curve = curve;
    }

    /**
     * One measured point.
     *
     * @param tokensPerSecondPerUser what one user sees
     * @param throughput what the accelerator serves meanwhile
     */
    public record Point(double tokensPerSecondPerUser, Throughput<Tokens.Total> throughput) {}

    /**
     * The curve through the points that no other beats on both counts.
     *
     * @param points at least two that are not beaten
     */
    public static SpeedCurve through(List<Point> points) {
        List<Point> rising =
                points.stream()
                        .filter(point -> points.stream().noneMatch(other -> beats(other, point)))
                        .distinct()
                        .sorted(Comparator.comparingDouble(Point::tokensPerSecondPerUser))
                        .toList();
        double[] speeds = rising.stream().mapToDouble(Point::tokensPerSecondPerUser).toArray();
        double[] rates =
                IntStream.range(0, rising.size())
                        .mapToDouble(i -> rising.get(i).throughput().tokensPerSecond())
                        .toArray();
        return new SpeedCurve(new SteffenCurve("speed", speeds, rates));
    }

    private static boolean beats(Point one, Point other) {
        double speed = one.tokensPerSecondPerUser() - other.tokensPerSecondPerUser();
        double rate = one.throughput().tokensPerSecond() - other.throughput().tokensPerSecond();
        return speed >= 0 && rate >= 0 && speed + rate > 0;
    }

    /** The slowest speed measured, tokens per second per user. */
    public double slowest() {
        return curve.least();
    }

    /** The fastest speed measured, tokens per second per user. */
    public double fastest() {
        return curve.most();
    }

    /**
     * The throughput at a speed.
     *
     * @param tokensPerSecondPerUser within what was measured
     * @throws dev.undercut.economics.ImpossibleInputException outside of it
     */
    public Throughput<Tokens.Total> at(double tokensPerSecondPerUser) {
        return new Throughput<>(curve.at(tokensPerSecondPerUser));
    }
}
