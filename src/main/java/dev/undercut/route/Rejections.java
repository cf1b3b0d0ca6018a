package dev.undercut.route;

import dev.undercut.chat.Refusal;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Flag;
import dev.undercut.market.Offer.Kind;
import dev.undercut.money.Usd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The offers that were looked at and not taken, nearest first. Words are made when asked for. */
final class Rejections {
    private final Requirement needed;
    private final Pricing pricing;
    private final List<Missed> nearestFirst;

    /**
     * One offer not taken.
     *
     * @param limits how many limits it misses
     * @param tooDear whether the budget is one of them
     */
    private record Missed(Offer offer, int limits, boolean tooDear, double distance) {}

    /**
     * All offers on those shelves but the ones taken.
     *
     * @param taken the offers of the plan
     */
    Rejections(Requirement needed, Pricing pricing, List<Shelf> shelves, Set<Offer> taken) {
        this.needed = needed;
        this.pricing = pricing;
        this.nearestFirst =
                shelves.stream()
                        .flatMap(shelf -> shelf.offers().stream())
                        .filter(offer -> !taken.contains(offer))
                        .map(this::missed)
                        .sorted(
                                Comparator.comparingInt(Missed::limits)
                                        .thenComparingDouble(Missed::distance)
                                        .thenComparing(missed -> missed.offer().name())
                                        .thenComparing(missed -> missed.offer().upstreamId()))
                        .toList();
    }

    /** Every one with its reasons. */
    List<Rejection> all() {
        return nearestFirst.stream().map(this::inWords).toList();
    }

    /** Says that nothing is adequate, what came nearest, and what might help. */
    Refusal refusal(Case about, Target target) {
        StringBuilder message = new StringBuilder("No offer is adequate for `");
        message.append(about.request().model())
                .append("` (")
                .append(target.describe())
                .append(").");
        List<String> nearest =
                nearestFirst.stream().limit(3).map(this::inWords).map(Rejections::line).toList();
        if (!nearest.isEmpty()) {
            message.append(" Nearest: ").append(String.join("; ", nearest)).append('.');
        }
        message.append(advice(about.listing(), target));
        return new Refusal(Refusal.Kind.NOT_FOUND, "model_not_found", message.toString(), "model");
    }

    private Missed missed(Offer offer) {
        Usd most = needed.preferences().maxUsd();
        boolean tooDear = most != null && pricing.of(offer.model()).within(offer, most) == null;
        int limits = needed.missCount(offer) + (tooDear ? 1 : 0);
        return new Missed(offer, limits, tooDear, needed.distance(offer));
    }

    private Rejection inWords(Missed missed) {
        List<String> misses = new ArrayList<>(needed.misses(missed.offer));
        Usd most = needed.preferences().maxUsd();
        if (missed.tooDear && most != null) {
            misses.add(
                    missed.offer.price() == null
                            ? "its price is not known"
                            : "cannot be kept within $" + most.plain());
        }
        if (misses.isEmpty()) {
            misses.add("adequate, and after the first " + Shortlist.SIZE + " in order");
        }
        return new Rejection(missed.offer, misses, missed.distance);
    }

    private static String line(Rejection rejection) {
        return rejection.offer().name() + ": " + String.join(", ", rejection.misses());
    }

    private static String advice(Listing listing, Target target) {
        Optional<Model> named = named(target);
        Set<String> hints = named.map(listing::hintsFor).orElse(Set.of());
        if (!hints.isEmpty()) {
            return " To reach it: " + String.join(", or ", hints) + ".";
        }
        if (named.isPresent() && isRetired(listing.book().offersOf(named.get()))) {
            return " It is sold no more.";
        }
        List<String> stale = named.map(model -> stale(listing, model)).orElse(List.of());
        if (!stale.isEmpty()) {
            return " Newer price lists miss it; to call it all the same, ask for "
                    + String.join(", or ", stale)
                    + ".";
        }
        return listing.anyReal()
                ? ""
                : " No provider key is set: only simulated models can be called.";
    }

    private static Optional<Model> named(Target target) {
        return switch (target) {
            case Target.ExactModel(Model model) -> Optional.of(model);
            case Target.AtLeastModel(Model model) -> Optional.of(model);
            case Target.ExactOffer(Offer offer) -> Optional.of(offer.model());
            case Target.AtLeast _, Target.ByPolicy _ -> Optional.empty();
        };
    }

    private static List<String> stale(Listing listing, Model model) {
        return listing.book().offersOf(model).stream()
                .filter(offer -> offer.kind() != Kind.RETIRED && offer.has(Flag.STALE))
                .filter(offer -> listing.isConfigured(offer.provider()))
                .map(Offer::name)
                .distinct()
                .toList();
    }

    private static boolean isRetired(List<Offer> offers) {
        return !offers.isEmpty() && offers.stream().allMatch(offer -> offer.kind() == Kind.RETIRED);
    }
}
