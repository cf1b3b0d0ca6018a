package dev.undercut.market;

import dev.undercut.market.naming.NameKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The canonical ids, and how others spell them. A model's spelling is looked up as it is, then
 * without the path before it, then by rule ({@link NameKey}); a spelling that could mean two models
 * means none.
 *
 * <p>Words of speed ({@code turbo}, {@code fast}) are dropped only to find open weights, which
 * anybody may serve in another way: a maker's own fast model is a model of its own, and to take it
 * for its slower sibling would set a price that never was.
 */
public final class Catalog {
    private static final Set<String> HOSTING =
            Set.of("instruct", "hf", "fp8", "fp4", "nvfp4", "bf16", "int8", "int4", "awq", "it");
    private static final Set<String> QUANTISED = Set.of("fp8", "fp4", "nvfp4", "int8", "int4");
    private static final Set<String> SPEED =
            Set.of("turbo", "fast", "tput", "highspeed", "lightning");

    /** Stands for a spelling that means two models. */
    private static final String AMBIGUOUS = "";

    private final Map<String, Model> models = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<NameKey, String> keys = new HashMap<>();
    private final Map<NameKey, String> hosted = new HashMap<>();
    private final Map<String, String> providers = new HashMap<>();

    /**
     * Makes a catalog.
     *
     * @param models all models
     * @param aliases other spelling to canonical model id
     * @param providerIds the canonical ids of providers
     * @param spellings how feeds spell providers, reviewed
     */
    public Catalog(
            Collection<Model> models,
            Map<String, String> aliases,
            Collection<String> providerIds,
            Collection<Spelling> spellings) {
        models.forEach(model -> this.models.put(model.id(), model));
        models.forEach(model -> learn(model.id(), model.id()));
        aliases.forEach(this::learn);
        providerIds.forEach(id -> providers.put(of(Spelling.ANY_FEED, id), id));
        for (Spelling spelling : spellings) {
            providers.put(of(spelling.feed(), spelling.spelled()), spelling.provider());
            providers.putIfAbsent(of(Spelling.ANY_FEED, spelling.provider()), spelling.provider());
        }
    }

    /**
     * How a feed spells a provider.
     *
     * @param feed the feed's kind, or {@code *} for all
     * @param spelled as it stands there
     * @param provider the canonical id
     */
    public record Spelling(String feed, String spelled, String provider) {
        static final String ANY_FEED = "*";
    }

    /**
     * A model that was found.
     *
     * @param model its canonical id
     * @param notes what the spelling says of how it is served, such as {@code quantised: fp8}
     */
    public record Join(String model, Set<String> notes) {}

    /** The canonical id of a provider as that feed spells it. */
    public Optional<String> provider(String feed, String spelled) {
        return Optional.ofNullable(
                providers.getOrDefault(
                        of(feed, spelled), providers.get(of(Spelling.ANY_FEED, spelled))));
    }

    /** The model that a spelling means. */
    public Optional<Join> model(String spelled) {
        String name = lower(spelled);
        String last = name.substring(name.lastIndexOf('/') + 1);
        String known = names.getOrDefault(name, names.get(last));
        if (known != null) {
            return found(known, last);
        }
        NameKey key = NameKey.of(last);
        if (keys.containsKey(key)) {
            return found(keys.get(key), last);
        }
        NameKey served = key.without(HOSTING);
        for (NameKey each : new NameKey[] {served, served.withoutDay()}) {
            if (hosted.containsKey(each)) {
                return found(hosted.get(each), last);
            }
        }
        return found(hosted.get(served.withoutDay().without(SPEED)), last)
                .filter(join -> isOpen(join.model()));
    }

    /** What is known of a model by its canonical id. */
    public Optional<Model> facts(String model) {
        return Optional.ofNullable(models.get(model));
    }

    private boolean isOpen(String model) {
        return facts(model).map(Model::openWeights).orElse(false);
    }

    private static Optional<Join> found(@Nullable String model, String as) {
        return model == null || model.equals(AMBIGUOUS)
                ? Optional.empty()
                : Optional.of(new Join(model, notes(as, model)));
    }

    private static Set<String> notes(String spelled, String model) {
        Set<String> own = new HashSet<>(NameKey.of(model).words());
        Set<String> notes = new LinkedHashSet<>();
        for (String word : NameKey.of(spelled).words()) {
            if (QUANTISED.contains(word) && !own.contains(word)) {
                notes.add("quantised: " + word);
            } else if (SPEED.contains(word) && !own.contains(word)) {
                notes.add("variant: fast");
            }
        }
        return notes;
    }

    private void learn(String spelled, String model) {
        String name = lower(spelled);
        names.putIfAbsent(name, model);
        NameKey key = NameKey.of(name.substring(name.lastIndexOf('/') + 1));
        keys.merge(key, model, Catalog::oneOf);
        hosted.merge(key.without(HOSTING), model, Catalog::oneOf);
    }

    private static String oneOf(String before, String model) {
        return before.equals(model) ? model : AMBIGUOUS;
    }

    private static String of(String feed, String spelled) {
        return feed + '\n' + lower(spelled);
    }

    private static String lower(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
