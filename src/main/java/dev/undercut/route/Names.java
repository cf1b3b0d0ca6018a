package dev.undercut.route;

import dev.undercut.chat.Refusal;
import dev.undercut.market.Book;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves model names: the whole name as policy, model id or alias; then without a strategy
 * suffix; then with its first segment as a configured provider.
 */
public final class Names {
    private static final String RESERVED = "undercut/";
    private static final Pattern SUFFIX =
            Pattern.compile(
                    "(.+):(auto|vote|best|judge|mix|cascade|tree|mcts|abmcts)"
                            + "(-\\d+)?(@\\d+(\\.\\d+)?)?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,4}(\\.\\d{1,4})?");

    private final Listing listing;
    private final RouteSettings settings;

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

    /** Resolves one name as a client sent it. */
    public Resolution resolve(String name) {
        Optional<Target> whole = whole(name);
        if (whole.isPresent()) {
            return new Resolution.Found(whole.get());
        }
        Matcher suffix = SUFFIX.matcher(name);
        if (suffix.matches()) {
            return new Resolution.Unknown(strategyNotYet(suffix.group(2)));
        }
        return offerAtProvider(name)
                .<Resolution>map(Resolution.Found::new)
                .orElseGet(() -> new Resolution.Unknown(unknown(name)));
    }

    private Optional<Target> whole(String name) {
        if (name.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
            return reserved(name.substring(RESERVED.length()));
        }
        Book book = listing.book();
        Optional<Model> model = book.model(name);
        if (model.isEmpty() && !firstSegmentIsConfigured(name)) {
            model = book.modelByUpstreamId(name);
        }
        return model.map(Target.ExactModel::new);
    }

    private Optional<Target> reserved(String rest) {
        Policy policy = settings.policies().get(rest);
        if (policy != null) {
            return Optional.of(new Target.ByPolicy(policy));
        }
        if (NUMBER.matcher(rest).matches()) {
            return Optional.of(new Target.AtLeast(Double.parseDouble(rest)));
        }
        Optional<Model> model = listing.book().model(rest);
        if (model.isEmpty()) {
            model = offerAtProvider(rest).map(Names::modelOf);
        }
        if (model.isEmpty()) {
            model = listing.book().modelByUpstreamId(rest);
        }
        return model.map(Target.AtLeastModel::new);
    }

    private static Model modelOf(Target target) {
        return switch (target) {
            case Target.ExactOffer(Offer offer) -> offer.model();
            case Target.ExactModel(Model model) -> model;
            case Target.AtLeastModel(Model model) -> model;
            case Target.AtLeast other -> throw new IllegalArgumentException(other.describe());
            case Target.ByPolicy other -> throw new IllegalArgumentException(other.describe());
        };
    }

    private Optional<Target> offerAtProvider(String name) {
        int slash = name.indexOf('/');
        if (slash < 1 || !firstSegmentIsConfigured(name)) {
            return Optional.empty();
        }
        String provider = name.substring(0, slash).toLowerCase(Locale.ROOT);
        return listing.book()
                .offer(provider, name.substring(slash + 1))
                .map(Target.ExactOffer::new);
    }

    private boolean firstSegmentIsConfigured(String name) {
        int slash = name.indexOf('/');
        return slash > 0 && listing.isConfigured(name.substring(0, slash).toLowerCase(Locale.ROOT));
    }

    private static Refusal strategyNotYet(String strategy) {
        return new Refusal(
                Refusal.Kind.INVALID,
                "not_yet",
                "The suffix :"
                        + strategy
                        + " asks for test-time compute, which this version does not have yet. Take"
                        + " it off to make one plain call.",
                "model");
    }

    private Refusal unknown(String name) {
        StringBuilder message = new StringBuilder("The model `").append(name).append('`');
        message.append(" does not exist here.");
        String near = String.join(", ", Nearest.names(name, candidates(), 3));
        if (!near.isEmpty()) {
            message.append(" Nearest names: ").append(near).append('.');
        }
        int slash = name.indexOf('/');
        if (slash > 0) {
            String provider = name.substring(0, slash).toLowerCase(Locale.ROOT);
            listing.hintFor(provider)
                    .filter(hint -> !listing.isConfigured(provider))
                    .ifPresent(hint ->
                            message.append(" Provider ")
                                    .append(provider)
                                    .append(" is not configured: ")
                                    .append(hint)
                                    .append('.'));
        }
        message.append(" GET /v1/models lists what can be called.");
        return new Refusal(Refusal.Kind.NOT_FOUND, "model_not_found", message.toString(), "model");
    }

    private Iterable<String> candidates() {
        java.util.List<String> names = listing.book().names();
        settings.policies().keySet().forEach(policy -> names.add(RESERVED + policy));
        return names;
    }
}
