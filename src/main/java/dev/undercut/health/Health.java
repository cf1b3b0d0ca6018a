package dev.undercut.health;

import dev.undercut.health.OfferReport.LineReport;
import dev.undercut.health.SpeedStore.Kept;
import dev.undercut.health.SpeedStore.Measure;
import dev.undercut.health.Standing.Why;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The health of everything that is called, by offer and key, from what own calls show. In memory
 * and per process; only speeds outlive it. Safe for use by many threads; nothing here blocks.
 */
public final class Health implements Speeds {
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final KeyTrouble trouble;
    private final Map<String, OfferHealth> offers = new ConcurrentHashMap<>();
    private final Map<String, KeyHealth> keys = new ConcurrentHashMap<>();
    private final Map<String, Ejector> ejectors = new ConcurrentHashMap<>();
    private volatile HealthSettings settings;

    /** Is told of a key that the operator has to look after. */
    @FunctionalInterface
    public interface KeyTrouble {
        /**
         * Called once for each new trouble.
         *
         * @param key its place among the provider's keys, from 1
         * @param rejected whether the provider rejects it; else its account is spent
         */
        void out(String provider, int key, boolean rejected);
    }

    /**
     * Everybody is well until calls show otherwise.
     *
     * @param nanos the monotonic clock
     * @param random for jitter; safe for use by many threads
     * @param trouble is told of rejected and spent keys
     */
    public Health(
            HealthSettings settings,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random,
            KeyTrouble trouble) {
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.trouble = trouble;
    }

    /** Judges by these settings from now on; every key is given another chance. */
    public void use(HealthSettings changed) {
        settings = changed;
        keys.values().forEach(KeyHealth::works);
    }

    /** Whether that offer can be called now, with any of its keys. */
    public Standing standing(Target target) {
        long now = now();
        OfferHealth offer = offers.get(target.offer());
        Standing.Held soonest = null;
        for (String name : target.keys()) {
            KeyHealth key = keys.get(name);
            Standing standing =
                    key != null && key.isOut(now)
                            ? new Standing.Held(key.why(), key.outUntil())
                            : offer == null
                                    ? Standing.Ready.INSTANCE
                                    : offer.line(name).standing(settings, now);
            switch (standing) {
                case Standing.Ready ready -> {
                    return ready;
                }
                case Standing.Held held -> {
                    if (soonest == null || isBetter(held, soonest)) {
                        soonest = held;
                    }
                }
            }
        }
        return soonest == null ? Standing.Ready.INSTANCE : soonest;
    }

    /** Whether that offer is left alone for being much slower than its peers. */
    public boolean isEjected(Target target) {
        OfferHealth offer = offers.get(target.offer());
        return offer != null && settings.ejection().on() && offer.isEjected(now());
    }

    /**
     * Leave for a call with the least loaded key that works; null when there is none now.
     *
     * @param lastResort whether an open breaker may be passed, because nobody else is left
     */
    public @Nullable Permit enter(Target target, boolean lastResort) {
        long now = now();
        OfferHealth offer = offer(target, now);
        List<String> names = target.keys();
        boolean[] tried = new boolean[names.size()];
        for (int round = 0; round < tried.length; round++) {
            int best = leastLoaded(names, tried, now);
            if (best < 0) {
                return null;
            }
            tried[best] = true;
            Line line = offer.line(names.get(best));
            Line.Entry entry = line.enter(settings, lastResort, now);
            if (entry != null) {
                offer.keys(names);
                KeyHealth key = key(names.get(best));
                key.enter();
                return new Permit(this, offer, line, entry, key, best);
            }
        }
        return null;
    }

    @Override
    public Speed of(String name) {
        OfferHealth offer = offers.get(name);
        return offer == null ? Speed.UNKNOWN : offer.meter().speed(now());
    }

    /** How one offer is now. */
    public OfferReport report(Target target) {
        long now = now();
        OfferHealth offer = offer(target, now);
        List<LineReport> lines = new ArrayList<>();
        for (int i = 0; i < target.keys().size(); i++) {
            lines.add(line(offer, target.keys().get(i), i, now));
        }
        return new OfferReport(
                target.offer(),
                target.provider(),
                isEjected(target),
                lines,
                offer.meter().speed(now));
    }

    /** How every offer is that was ever called, by name. */
    public List<OfferReport> reports() {
        List<OfferReport> reports = new ArrayList<>();
        offers.values().stream()
                .sorted(Comparator.comparing(OfferHealth::name))
                .forEach(offer ->
                        reports.add(
                                report(new Target(offer.name(), offer.provider(), offer.keys()))));
        return reports;
    }

    /** Takes the speeds of an earlier life. */
    public void load(SpeedStore store) {
        long now = now();
        Instant at = clock.instant();
        for (Kept kept : store.load()) {
            Duration age = Duration.between(kept.at(), at);
            speedOf(kept.offer(), now).meter().take(kept.measure(), kept.counts(), age, now);
        }
    }

    /** Keeps the speeds that changed since the last time. */
    public void save(SpeedStore store) {
        long now = now();
        Instant at = clock.instant();
        List<Kept> changed = new ArrayList<>();
        offers.forEach((name, offer) -> {
            for (Measure measure : Measure.values()) {
                Map<Integer, Double> counts = offer.meter().counts(measure, now);
                if (!counts.isEmpty()) {
                    changed.add(new Kept(name, measure, at, counts));
                }
            }
            offer.meter().kept();
        });
        if (!changed.isEmpty()) {
            store.save(changed);
        }
    }

    long now() {
        return nanos.getAsLong();
    }

    HealthSettings settings() {
        return settings;
    }

    /** Looks whether an offer of that model is to be left alone for being slow. */
    void look(OfferHealth offer, long now) {
        HealthSettings held = settings;
        if (held.ejection().on()) {
            Ejector ejector = ejectors.get(modelOf(offer.name()));
            if (ejector != null) {
                ejector.look(held.ejection(), now);
            }
        }
    }

    void out(OfferHealth offer, KeyHealth key, int index, Why why) {
        if (key.out(why, now())) {
            trouble.out(offer.provider(), index + 1, why == Why.KEY_REJECTED);
        }
    }

    private LineReport line(OfferHealth offer, String name, int index, long now) {
        KeyHealth key = keys.get(name);
        Line line = offer.line(name);
        int limit = line.limit() >= AdaptiveLimit.NONE ? -1 : line.limit();
        String state;
        if (key != null && key.isOut(now)) {
            state = key.why().code();
        } else if (line.standing(settings, now) instanceof Standing.Held held) {
            state = held.why().code();
        } else {
            state = "ready";
        }
        return new LineReport(index + 1, state, line.inFlight(), limit);
    }

    private int leastLoaded(List<String> names, boolean[] tried, long now) {
        int best = -1;
        int bestLoad = Integer.MAX_VALUE;
        long bestUses = Long.MAX_VALUE;
        for (int i = 0; i < tried.length; i++) {
            if (tried[i]) {
                continue;
            }
            KeyHealth key = key(names.get(i));
            if (key.isOut(now)) {
                continue;
            }
            int load = key.inFlight();
            if (load < bestLoad || (load == bestLoad && key.uses() < bestUses)) {
                best = i;
                bestLoad = load;
                bestUses = key.uses();
            }
        }
        return best;
    }

    /** A key that is out says least: what can be waited for comes before it. */
    private static boolean isBetter(Standing.Held held, Standing.Held than) {
        if (held.why().isKeys() != than.why().isKeys()) {
            return than.why().isKeys();
        }
        return held.untilNanos() - than.untilNanos() < 0;
    }

    private KeyHealth key(String name) {
        KeyHealth key = keys.get(name);
        return key != null ? key : keys.computeIfAbsent(name, n -> new KeyHealth());
    }

    private OfferHealth offer(Target target, long now) {
        OfferHealth offer = offers.get(target.offer());
        if (offer == null) {
            offer = speedOf(target.offer(), now);
        }
        return offer;
    }

    private OfferHealth speedOf(String name, long now) {
        return offers.computeIfAbsent(
                name,
                n -> {
                    int slash = n.indexOf('/');
                    String provider = slash < 0 ? n : n.substring(0, slash);
                    OfferHealth made = new OfferHealth(n, provider, random, now);
                    ejectors.computeIfAbsent(modelOf(n), m -> new Ejector()).add(made);
                    return made;
                });
    }

    private static String modelOf(String offer) {
        return offer.substring(offer.indexOf('/') + 1);
    }
}
