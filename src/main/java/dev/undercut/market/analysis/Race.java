package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.market.analysis.fit.Line;
import dev.undercut.market.analysis.fit.Middle;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who was best when, by how much, and how long it took the others: by the day of release and the
 * estimate, errors beside. Models without a day, without a value, or with one that rests on little
 * do not run.
 */
public final class Race {
    /** The name under which the field of open weights stands among the makers. */
    public static final String OPEN_FIELD = "open weights";

    private static final double YEAR = 365;

    private Race() {}

    /**
     * A model that was better than all before of its maker.
     *
     * @param value on the axis of the race
     * @param error its standard error, or null where the axis has none
     * @param jump by how much it beat its maker's best, or its first value's whole
     * @param led whether it was the best of all when it came
     * @param daysLed until another maker came at least level, or until the last day of the race
     *     when none did; null when it never led
     * @param overtakenBy each maker that came at least level later, and the open field, with days
     */
    public record Entry(
            String vendor,
            String model,
            LocalDate date,
            double value,
            @Nullable Double error,
            double jump,
            boolean led,
            @Nullable Long daysLed,
            boolean stillAhead,
            List<Overtaking> overtakenBy) {}

    /** Who came level, with what, after how many days. */
    public record Overtaking(String vendor, String model, long days) {}

    /**
     * The days that the open field took to come level with each leader, over time.
     *
     * @param days of each leader that it reached, by the leader's day
     * @param waiting leaders that it has not reached yet; left out of the trend, which makes the
     *     newest leaders look easier to catch than they are
     * @param median of the days; NaN without any
     * @param daysPerYear by how much they change in a year; null with fewer than three
     * @param interval90 of that change, or null
     */
    public record Clock(
            Map<LocalDate, Long> days,
            int waiting,
            double median,
            @Nullable Double daysPerYear,
            @Nullable Interval interval90) {}

    private record Runner(ModelFacts model, LocalDate date, double value, @Nullable Double error) {}

    /** What is measured. */
    public enum Axis {
        CAPABILITY,
        CONTEXT,
        SPEED
    }

    /** The race on the capability index. */
    public static List<Entry> onCapability(PricePanel panel, Selection selection) {
        return run(
                panel,
                selection,
                model ->
                        panel.quality()
                                .score(model.id(), Quality.CI)
                                .filter(s -> !s.provisional()));
    }

    /** The race on the longest context. */
    public static List<Entry> onContext(PricePanel panel, Selection selection) {
        return run(
                panel,
                selection,
                model ->
                        Optional.ofNullable(model.context())
                                .map(tokens -> new Score(tokens, 0, false)));
    }

    /**
     * The race on any other measured value.
     *
     * @param values model id to value; more is better
     */
    public static List<Entry> on(
            PricePanel panel, Selection selection, Map<String, Double> values) {
        return run(
                panel,
                selection,
                model ->
                        Optional.ofNullable(values.get(model.id()))
                                .map(value -> new Score(value, 0, false)));
    }

    private static List<Entry> run(
            PricePanel panel, Selection selection, Function<ModelFacts, Optional<Score>> measure) {
        List<Runner> runners = new ArrayList<>();
        for (ModelFacts model : panel.select(selection).models()) {
            LocalDate date = model.released();
            Score score = measure.apply(model).orElse(null);
            if (date != null && !date.isAfter(selection.at()) && score != null) {
                runners.add(
                        new Runner(
                                model,
                                date,
                                score.value(),
                                score.standardError() > 0 ? score.standardError() : null));
            }
        }
        runners.sort(
                Comparator.comparing(Runner::date)
                        .thenComparing(Runner::value, Comparator.reverseOrder())
                        .thenComparing(runner -> runner.model().id()));
        return entries(runners, selection.at());
    }

    private static List<Entry> entries(List<Runner> runners, LocalDate at) {
        Map<String, Double> bestOf = new HashMap<>();
        double best = Double.NEGATIVE_INFINITY;
        List<Entry> entries = new ArrayList<>();
        for (Runner runner : runners) {
            Double before = bestOf.get(runner.model().vendor());
            if (before != null && runner.value() <= before) {
                continue;
            }
            boolean leads = runner.value() > best;
            best = Math.max(best, runner.value());
            bestOf.put(runner.model().vendor(), runner.value());
            List<Overtaking> overtakings = overtakings(runner, runners);
            Long led = leads ? daysLed(runner, overtakings, at) : null;
            entries.add(
                    new Entry(
                            runner.model().vendor(),
                            runner.model().id(),
                            runner.date(),
                            runner.value(),
                            runner.error(),
                            runner.value() - (before == null ? 0 : before),
                            leads,
                            led,
                            leads && rivals(overtakings).isEmpty(),
                            overtakings));
        }
        return entries;
    }

    private static List<Overtaking> rivals(List<Overtaking> overtakings) {
        return overtakings.stream().filter(o -> !o.vendor().equals(OPEN_FIELD)).toList();
    }

    private static long daysLed(Runner runner, List<Overtaking> overtakings, LocalDate at) {
        return rivals(overtakings).stream()
                .mapToLong(Overtaking::days)
                .min()
                .orElse(at.toEpochDay() - runner.date().toEpochDay());
    }

    private static List<Overtaking> overtakings(Runner leader, List<Runner> runners) {
        Map<String, Overtaking> first = new TreeMap<>();
        for (Runner other : runners) {
            if (other.date().isBefore(leader.date()) || other.value() < leader.value()) {
                continue;
            }
            long days = other.date().toEpochDay() - leader.date().toEpochDay();
            ModelFacts model = other.model();
            if (!model.vendor().equals(leader.model().vendor())) {
                first.putIfAbsent(model.vendor(), new Overtaking(model.vendor(), model.id(), days));
            }
            boolean closed = !Boolean.TRUE.equals(leader.model().openWeights());
            if (closed && Boolean.TRUE.equals(model.openWeights())) {
                first.putIfAbsent(OPEN_FIELD, new Overtaking(OPEN_FIELD, model.id(), days));
            }
        }
        return first.values().stream().sorted(Comparator.comparingLong(Overtaking::days)).toList();
    }

    /** The catch-up clock of somebody: a maker, or {@link #OPEN_FIELD}. */
    public static Clock clock(List<Entry> entries, String vendor) {
        Map<LocalDate, Long> days = new TreeMap<>();
        int waiting = 0;
        for (Entry entry : entries) {
            if (!entry.led() || entry.vendor().equals(vendor)) {
                continue;
            }
            Optional<Overtaking> reached =
                    entry.overtakenBy().stream()
                            .filter(overtaking -> overtaking.vendor().equals(vendor))
                            .findFirst();
            if (reached.isPresent()) {
                days.put(entry.date(), reached.get().days());
            } else {
                waiting++;
            }
        }
        double[] waits = days.values().stream().mapToDouble(Long::doubleValue).toArray();
        double[] dates = days.keySet().stream().mapToDouble(LocalDate::toEpochDay).toArray();
        Line line = waits.length < 3 ? null : Line.through(dates, waits);
        return new Clock(
                days,
                waiting,
                Middle.of(waits),
                line == null ? null : line.slope() * YEAR,
                line == null ? null : yearly(line.slope90()));
    }

    private static Interval yearly(Interval daily) {
        return new Interval(daily.low() * YEAR, daily.high() * YEAR);
    }
}
