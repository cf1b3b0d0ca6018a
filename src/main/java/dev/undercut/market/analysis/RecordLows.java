package dev.undercut.market.analysis;

import dev.undercut.market.analysis.fit.LogTrend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path of the cheapest price so far. */
final class RecordLows {
    private RecordLows() {}

    /**
     * The points that were strictly cheaper than all before; of two on one day the cheaper.
     *
     * @param points in the order in which they count on the same day
     */
    static List<PricedPoint> of(List<PricedPoint> points) {
        List<PricedPoint> lows = new ArrayList<>();
        points.stream()
                .sorted(Comparator.comparing(PricedPoint::date))
                .forEach(point -> {
                    if (lows.isEmpty() || point.usd() < lows.getLast().usd()) {
                        if (!lows.isEmpty() && lows.getLast().date().equals(point.date())) {
                            lows.removeLast();
                        }
                        lows.add(point);
                    }
                });
        return lows;
    }

    /** The trend through some prices; null with fewer than two different days. */
    static @Nullable LogTrend trend(List<PricedPoint> points) {
        return LogTrend.through(
                points.stream().mapToDouble(point -> point.date().toEpochDay()).toArray(),
                points.stream().mapToDouble(PricedPoint::usd).toArray());
    }
}
