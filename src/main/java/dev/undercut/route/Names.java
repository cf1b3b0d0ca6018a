package dev.undercut.route;

import dev.undercut.chat.Refusal;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.naming.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves model names: the whole name as a policy, a model, an offer of a configured provider or a
 * provider's own id; else the same without a strategy suffix. {@code undercut/} before a policy, a
 * number or a model asks for anything that is as good.
 */
public final class Names {
    private static final String RESERVED = "undercut/";
    private static final int SUGGESTED = 3;
    private static final String STRATEGIES =
            "auto|vote|best|score|judge|mix|cascade|tree|mcts|abmcts|codet";
    private static final Pattern SUFFIX =
            Pattern.compile("(.+):(" + STRATEGIES + ")(?:-(\\d+))?(?:@\\$?(\\d+(?:\\.\\d+)?))?");

    /** What somebody writes who means a strategy: one of its names, a number, or an amount. */
    private static final Pattern MEANT =
            Pattern.compile(
                    "(?is)(?:" + STRATEGIES + ")(?:[^a-z].*)?|[a-z_-]+-\\d+(?:[:@].*)?|.*@.*");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,4}(\\.\\d{1,4})?");

    /** Few names are in use at a time; a client that makes them up must not fill the memory. */
    private static final int REMEMBERED = 4096;

    /** No name that means something has more; one made of them must not cost much. */
    private static final int MOST_COLONS = 8;

    private final Listing listing;
    private final RouteSettings settings;
    private final Map<String, Resolution.Found> found = new ConcurrentHashMap<>();

    public Names(Listing listing, RouteSettings settings) {
        this.listing = listing;
        this.settings = settings;
    }

    /** What came of a name. */
    public sealed interface Resolution {
        /** It means this. */
        record Found(Target target) implements Resolution {}

        /** It means nothing here. */
        record Unknown(Refusal refusal) implements Resolution {}
    }

    /** Whether these are the names of that listing under those settings. */
    @SuppressWarnings("ReferenceEquality") // equal settings made anew cost one more resolution each
    boolean isOf(Listing otherListing, RouteSettings otherSettings) {
        return listing == otherListing && settings == otherSettings;
    }

    /** Resolves one name as a client sent it. */
    public Resolution resolve(String name) {
        Resolution.Found remembered = found.get(name);
        if (remembered != null) {
            return remembered;
        }
        Optional<Target> target = known(name);
        if (target.isPresent()) {
            Resolution.Found resolved = new Resolution.Found(target.get());
            if (found.size() < REMEMBERED) {
                found.put(name, resolved);
            }
            return resolved;
        }
        Optional<Suffixed> split = split(name).filter(s -> known(s.base()).isPresent());
        return new Resolution.Unknown(
                split.isPresent()
                        ? noStrategyHere(split.get().strategy())
                        : misspelt(name, base -> known(base).isPresent())
                                .orElseGet(() -> unknown(name)));
    }

    private Optional<Target> known(String name) {
        return name.regionMatches(true, 0, RESERVED, 0, RESERVED.length())
                ? reserved(name.substring(RESERVED.length()))
                : policy(name).or(() -> exact(name));
    }

    private Optional<Target> reserved(String rest) {
        return policy(rest)
                .or(() -> number(rest))
                .or(() -> exact(rest).map(target -> new Target.AtLeastModel(modelOf(target))));
    }

    private Optional<Target> policy(String name) {
        return settings.policy(name).map(Target.ByPolicy::new);
    }

    private static Optional<Target> number(String text) {
        return startsLikeNumber(text) && NUMBER.matcher(text).matches()
                ? Optional.of(new Target.AtLeast(Double.parseDouble(text)))
                : Optional.empty();
    }

    /** Spares most names the pattern. */
    private static boolean startsLikeNumber(String text) {
        return !text.isEmpty() && text.length() <= 10 && text.charAt(0) <= '9';
    }

    /**
     * A model's own id; then {@code provider/model} of a configured provider that sells it, before
     * the aliases, because other hosts spell models the same way; then a provider's id for it.
     */
    private Optional<Target> exact(String name) {
        Optional<Model> model = listing.book().model(name);
        if (model.isPresent() && model.get().id().equalsIgnoreCase(name)) {
            return model.map(Target.ExactModel::new);
        }
        return offerAtProvider(name)
                .or(() -> model.map(Target.ExactModel::new))
                .or(() -> byUpstreamId(name));
    }

    private Optional<Target> offerAtProvider(String name) {
        int slash = name.indexOf('/');
        return slash > 0 && listing.isConfigured(name.substring(0, slash))
                ? listing.book()
                        .offer(name.substring(0, slash), name.substring(slash + 1))
                        .map(Target.ExactOffer::new)
                : Optional.empty();
    }

    /** Who asks for a free tier by its id must not get what costs. */
    private Optional<Target> byUpstreamId(String id) {
        List<Offer> offers = listing.book().offersByUpstreamId(id);
        if (offers.isEmpty()) {
            return Optional.empty();
        }
        Offer first = offers.getFirst();
        return Optional.of(
                offers.size() == 1 && first.kind() == Kind.FREE_TIER
                        ? new Target.ExactOffer(first)
                        : new Target.ExactModel(first.model()));
    }

    private static Model modelOf(Target target) {
        return switch (target) {
            case Target.ExactOffer(Offer offer) -> offer.model();
            case Target.ExactModel(Model model) -> model;
            case Target.AtLeastModel(Model model) -> model;
            case Target.AtLeast _, Target.ByPolicy _ ->
                    throw new IllegalArgumentException(target.describe());
        };
    }

    /**
     * A name with the suffix of a strategy.
     *
     * @param base the name without it
     * @param strategy {@code vote} and others
     * @param n how many samples, or null
     * @param usd dollars at most, or null
     */
    public record Suffixed(
            String base, String strategy, @Nullable String n, @Nullable String usd) {}

    /**
     * Takes the suffix of a strategy off a name; empty where the whole name means something, where
     * there is none, or where nothing is left that means something.
     */
    public Optional<Suffixed> suffixed(String name) {
        return split(name)
                .filter(split -> known(name).isEmpty() && known(split.base()).isPresent());
    }

    /** The same by its form alone, whatever the name means. */
    public static Optional<Suffixed> split(String name) {
        if (name.indexOf(':') < 0) {
            return Optional.empty();
        }
        Matcher suffix = SUFFIX.matcher(name);
        return suffix.matches()
                ? Optional.of(
                        new Suffixed(
                                suffix.group(1), suffix.group(2), suffix.group(3), suffix.group(4)))
                : Optional.empty();
    }

    /**
     * Why a name is none, where it is a known one followed by what was meant as a strategy: to call
     * it an unknown model would hide the mistake.
     *
     * @param known whether a name means something
     */
    public static Optional<Refusal> misspelt(String name, Predicate<String> known) {
        int colon = name.indexOf(':');
        for (int i = 0; i < MOST_COLONS && colon > 0; i++) {
            String rest = name.substring(colon + 1);
            if (MEANT.matcher(rest).matches() && known.test(name.substring(0, colon))) {
                return Optional.of(
                        Refusal.invalid(
                                "model",
                                "model: `:"
                                        + rest
                                        + "` is no strategy. Expected :STRATEGY[-N][@USD], such as"
                                        + " :vote-8 or :best-16@0.05, with one of "
                                        + STRATEGIES.replace("|", ", ")
                                        + "."));
            }
            colon = name.indexOf(':', colon + 1);
        }
        return Optional.empty();
    }

    private static Refusal noStrategyHere(String strategy) {
        return new Refusal(
                Refusal.Kind.INVALID,
                "compute_not_here",
                "The suffix :"
                        + strategy
                        + " asks for test-time compute, which only chat requests can have. Take it"
                        + " off to make one plain call.",
                "model");
    }

    private Refusal unknown(String name) {
        StringBuilder message = new StringBuilder("The model `").append(name).append('`');
        message.append(" does not exist here.");
        String near = String.join(", ", nearest(name));
        if (!near.isEmpty()) {
            message.append(" Nearest names: ").append(near).append('.');
        }
        message.append(unconfigured(name)).append(" GET /v1/models lists what can be called.");
        return new Refusal(Refusal.Kind.NOT_FOUND, "model_not_found", message.toString(), "model");
    }

    private List<String> nearest(String name) {
        if (!name.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
            return Nearest.names(name, listing.book().names(), this::own, SUGGESTED);
        }
        List<String> candidates = new ArrayList<>(settings.policies().keySet());
        candidates.addAll(listing.book().names());
        return Nearest.names(name.substring(RESERVED.length()), candidates, this::own, SUGGESTED)
                .stream()
                .map(near -> RESERVED + near)
                .toList();
    }

    private String own(String name) {
        return listing.book().model(name).map(Model::id).orElse(name);
    }

    private String unconfigured(String name) {
        int slash = name.indexOf('/');
        String provider = slash < 1 ? "" : name.substring(0, slash).toLowerCase(Locale.ROOT);
        return listing.isConfigured(provider)
                ? ""
                : listing.hintFor(provider)
                        .map(hint -> " Provider " + provider + " is not configured: " + hint + ".")
                        .orElse("");
    }
}
