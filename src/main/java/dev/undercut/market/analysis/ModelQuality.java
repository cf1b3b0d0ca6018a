package dev.undercut.market.analysis;

import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Model;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Quality as the models of a book carry it: their index and their best known scores. */
public final class ModelQuality implements Quality {
    private final Map<String, Model> models = new HashMap<>();
    private final Set<String> measures = new TreeSet<>();

    public ModelQuality(Collection<Model> models) {
        measures.add(CI);
        for (Model model : models) {
            this.models.put(model.id(), model);
            measures.addAll(model.scores().keySet());
        }
    }

    @Override
    public Optional<Score> score(String model, String measure) {
        Model known = models.get(model);
        if (known == null) {
            return Optional.empty();
        }
        if (measure.equals(CI)) {
            return known.capability() instanceof Rated rated
                    ? Optional.of(
                            new Score(rated.index(), rated.standardError(), rated.provisional()))
                    : Optional.empty();
        }
        return Optional.ofNullable(known.scores().get(measure))
                .map(value -> new Score(value, 0, false));
    }

    @Override
    public double probabilityAtLeast(String model, double floor) {
        Model known = models.get(model);
        return known != null && known.capability() instanceof Rated rated
                ? rated.probabilityAtLeast(floor)
                : 0;
    }

    @Override
    public double probabilityAtLeast(String model, String other) {
        Model one = models.get(model);
        Model two = models.get(other);
        if (one == null || two == null) {
            return 0;
        }
        return one.capability() instanceof Rated rated && two.capability() instanceof Rated floor
                ? rated.probabilityAtLeast(floor)
                : 0;
    }

    @Override
    public Set<String> measures() {
        return measures;
    }
}
