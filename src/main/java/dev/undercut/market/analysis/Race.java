package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import dev.undercut.market.analysis.fit.Waits;
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

    private static final double YEAR = 365.25;

    private Race() {}

    /**
     * A model that was better than all before of its maker.
     *
     * @param open whether its weights are
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
            boolean open,
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
     * A leader, and how long somebody took to come level with it.
     *
     * @param days until then, or until the last day of the race when nobody did
     * @param by the model that came level, or null
     */
    public record Chase(
            String vendor, String model, LocalDate date, long days, @Nullable String by) {}

    /**
     * The catch-up clock: each leader of the race and how long somebody took to reach it. Leaders
     * that are not reached yet count with the days that they have held out.
     *
     * @param chases by the leader's day
     * @param median days until half the leaders are reached (Kaplan and Meier); NaN when fewer are
     * @param change by what factor the wait changes in a year; null with too few
     */
    public record Clock(List<Chase> chases, double median, Waits.@Nullable Change change) {
        /** Leaders that have been reached. */
        public long caught() {
            return chases.stream().filter(chase -> chase.by() != null).count();
        }
    }

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
            LocalDate date = entered(model, selection);
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

    /** The day it came into that race: into one of open models not before its weights. */
    private static @Nullable LocalDate entered(ModelFacts model, Selection selection) {
        return Boolean.TRUE.equals(selection.openWeights()) ? model.opened() : model.released();
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
            List<Overtaking> overtakings = overtakings(runner, runners, at);
            Long led = leads ? daysLed(runner, overtakings, at) : null;
            entries.add(
                    new Entry(
                            runner.model().vendor(),
                            runner.model().id(),
                            runner.date(),
                            isOpen(runner),
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

    private static boolean isOpen(Runner runner) {
        return Boolean.TRUE.equals(runner.model().isOpen(runner.date()));
    }

    private static List<Overtaking> overtakings(Runner leader, List<Runner> runners, LocalDate at) {
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
        }
        if (!isOpen(leader)) {
            openRival(leader, runners, at).ifPresent(open -> first.put(OPEN_FIELD, open));
        }
        return first.values().stream().sorted(Comparator.comparingLong(Overtaking::days)).toList();
    }

    /** Who took open weights to the leader's value first, by the days their weights came out. */
    private static Optional<Overtaking> openRival(
            Runner leader, List<Runner> runners, LocalDate at) {
        Overtaking first = null;
        for (Runner other : runners) {
            LocalDate opened = other.model().opened();
            if (opened == null
                    || opened.isAfter(at)
                    || opened.isBefore(leader.date())
                    || other.value() < leader.value()) {
                continue;
            }
            long days = opened.toEpochDay() - leader.date().toEpochDay();
            if (first == null || days < first.days()) {
                first = new Overtaking(OPEN_FIELD, other.model().id(), days);
            }
        }
        return Optional.ofNullable(first);
    }

    /**
     * The catch-up clock of somebody: a maker, or {@link #OPEN_FIELD}. Leaders of its own do not
     * count.
     *
     * @param at the last day of the race
     */
    public static Clock clock(List<Entry> entries, String chaser, LocalDate at) {
        List<Chase> chases = new ArrayList<>();
        List<Waits.Wait> waits = new ArrayList<>();
        for (Entry entry : entries) {
            boolean own = chaser.equals(OPEN_FIELD) ? entry.open() : entry.vendor().equals(chaser);
            if (!entry.led() || own) {
                continue;
            }
            Overtaking reached =
                    entry.overtakenBy().stream()
                            .filter(overtaking -> overtaking.vendor().equals(chaser))
                            .findFirst()
                            .orElse(null);
            long days =
                    reached == null ? at.toEpochDay() - entry.date().toEpochDay() : reached.days();
            String by = reached == null ? null : reached.model();
            chases.add(new Chase(entry.vendor(), entry.model(), entry.date(), days, by));
            waits.add(new Waits.Wait(entry.date().toEpochDay() / YEAR, days, reached != null));
        }
        Waits all = new Waits(waits);
        return new Clock(List.copyOf(chases), all.median(), all.change());
    }
}
