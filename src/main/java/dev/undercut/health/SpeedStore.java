package dev.undercut.health;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Where measured speeds outlive the process. Implemented by a store. */
public interface SpeedStore {

    /** Keeps nothing. */
    SpeedStore NONE =
            new SpeedStore() {
                @Override
                public List<Kept> load() {
                    return List.of();
                }

                @Override
                public void save(List<Kept> speeds) {}
            };

    /** All that was kept. */
    List<Kept> load();

    /** Replaces what was kept of these offers. */
    void save(List<Kept> speeds);

    /** What is measured. */
    enum Measure {
        /** Milliseconds to the first token. */
        FIRST_TOKEN,
        /** Output tokens in a second after that. */
        RATE
    }

    /**
     * One series of an offer.
     *
     * @param offer {@code provider/model}
     * @param at when the counts held
     * @param counts bucket to count; the buckets are the histogram's own
     */
    record Kept(String offer, Measure measure, Instant at, Map<Integer, Double> counts) {}
}
