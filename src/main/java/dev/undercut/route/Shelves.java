package dev.undercut.route;

import dev.undercut.chat.Effort;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.OutputExpectations;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shelves in order, with the capability of their models in flat arrays for each scale and effort:
 * most models of a large market miss a floor, and are passed over for two numbers alone.
 */
final class Shelves {
    /** No shelf at all. */
    static final Shelves NONE = new Shelves(List.of());

    /** More floors than anybody names; a client that tries them all gains nothing by it. */
    private static final int REMEMBERED = 256;

    private final List<Shelf> shelves;
    private final Map<Scale, Map<Effort, Ratings>> ratings = new EnumMap<>(Scale.class);
    private final Map<String, List<Integer>> placesById = new HashMap<>();
    private volatile Outlook.@Nullable ByEffort outlooks;
    private final Map<LikeModel, BitSet> remembered = new ConcurrentHashMap<>();

    /** A model as a floor: few are ever named, and comparing joint draws takes long. */
    private record LikeModel(Rated floor, double margin, Effort effort) {}

    /**
     * One scale at one effort: points and standard errors, one for each shelf; not a number where
     * the model has no place there.
     */
    private static final class Ratings {
        private final double[] index;
        private final double[] error;
        private final @Nullable Rated[] rated;

        Ratings(List<Shelf> shelves, Scale scale, Effort effort) {
            index = new double[shelves.size()];
            error = new double[shelves.size()];
            rated = new Rated[shelves.size()];
            for (int i = 0; i < index.length; i++) {
                index[i] = Double.NaN;
                error[i] = Double.NaN;
                if (shelves.get(i).model().capability(effort) instanceof Rated found
                        && found.scale() == scale) {
                    index[i] = found.index();
                    error[i] = found.standardError();
                    rated[i] = found;
                }
            }
        }
    }

    Shelves(List<Shelf> shelves) {
        this.shelves = List.copyOf(shelves);
        for (int i = 0; i < this.shelves.size(); i++) {
            placesById
                    .computeIfAbsent(this.shelves.get(i).model().id(), id -> new ArrayList<>(1))
                    .add(i);
        }
        for (Scale scale : Scale.values()) {
            Map<Effort, Ratings> byLevel = new EnumMap<>(Effort.class);
            for (Effort effort : Effort.values()) {
                if (effort == effort.level()) {
                    byLevel.put(effort, new Ratings(this.shelves, scale, effort));
                }
            }
            ratings.put(scale, byLevel);
        }
    }

    private Ratings ratings(Scale scale, Effort effort) {
        Ratings found = ratings.getOrDefault(scale, Map.of()).get(effort.level());
        if (found == null) {
            throw new IllegalArgumentException("no level of effort: " + effort);
        }
        return found;
    }

    /** Which models share what they are expected to read and write; worked out once. */
    Outlook outlook(OutputExpectations expectations, Effort effort) {
        Outlook.ByEffort known = outlooks;
        if (known == null || !known.isOf(expectations)) {
            known = new Outlook.ByEffort(shelves, expectations);
            outlooks = known;
        }
        return known.at(effort);
    }

    int size() {
        return shelves.size();
    }

    Shelf at(int place) {
        return shelves.get(place);
    }

    List<Shelf> all() {
        return shelves;
    }

    /** Every shelf. */
    BitSet everyPlace() {
        BitSet places = new BitSet(shelves.size());
        places.set(0, shelves.size());
        return places;
    }

    /** The shelves of that model. */
    void addPlacesOf(String model, BitSet places) {
        for (int place : placesById.getOrDefault(model, List.of())) {
            places.set(place);
        }
    }

    /** The shelves whose model {@link Rated#reaches(double, double)}; an unrated one never does. */
    BitSet reaching(double points, double margin, Scale scale, Effort effort) {
        Ratings known = ratings(scale, effort);
        BitSet places = new BitSet(shelves.size());
        for (int i = 0; i < known.index.length; i++) {
            if (known.index[i] - points >= margin * known.error[i]) {
                places.set(i);
            }
        }
        return places;
    }

    /** The shelves whose model {@link Rated#reaches(Rated, double)}; an unrated one never does. */
    BitSet reaching(Rated floor, double margin, Effort effort) {
        LikeModel asked = new LikeModel(floor, margin, effort.level());
        BitSet places = remembered.get(asked);
        if (places == null) {
            places = compared(floor, margin, effort);
            if (remembered.size() < REMEMBERED) {
                remembered.put(asked, places);
            }
        }
        return (BitSet) places.clone();
    }

    private BitSet compared(Rated floor, double margin, Effort effort) {
        Ratings known = ratings(floor.scale(), effort);
        BitSet places = new BitSet(shelves.size());
        for (int i = 0; i < known.index.length; i++) {
            if (margin < 0 || known.index[i] >= floor.index()) {
                Rated rated = known.rated[i];
                if (rated != null && rated.reaches(floor, margin)) {
                    places.set(i);
                }
            }
        }
        return places;
    }
}
