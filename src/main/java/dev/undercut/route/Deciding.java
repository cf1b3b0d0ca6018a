package dev.undercut.route;

import dev.undercut.chat.Preferences;
import dev.undercut.chat.Refusal;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.route.queue.BestFirst;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request's way through the router. */
final class Deciding {
    private final Case about;
    private final Pricing pricing;
    private final Names names;

    Deciding(Case about, Pricing pricing, Names names) {
        this.about = about;
        this.pricing = pricing;
        this.names = names;
    }

    Decision decide() {
        return switch (names.resolve(about.request().model())) {
            case Names.Resolution.Unknown(Refusal refusal) -> new Decision.NoOffer(refusal);
            case Names.Resolution.Found(Target target) ->
                    decide(target, Requirement.of(target, about));
        };
    }

    Explanation explain() {
        return switch (names.resolve(about.request().model())) {
            case Names.Resolution.Unknown(Refusal refusal) ->
                    new Explanation(
                            about.request(),
                            new Decision.NoOffer(refusal),
                            about.request().preferences(),
                            List.of());
            case Names.Resolution.Found(Target target) ->
                    explain(target, Requirement.of(target, about));
        };
    }

    private Decision decide(Target target, Requirement needed) {
        Shortlist best = best(target, needed);
        if (best.isEmpty()) {
            Rejections nearest = new Rejections(needed, pricing, shelves(target).all(), Set.of());
            return new Decision.NoOffer(nearest.refusal(about, target));
        }
        List<Quote> quotes = best.quotes();
        String reason =
                needed.asksSpeed() && !needed.isFast(quotes.getFirst().offer())
                        ? best.reason() + "; its speed is not measured yet"
                        : best.reason();
        int own = quotes.size();
        addFallbacks(quotes, needed.preferences());
        return new Decision.Planned(
                new Plan(
                        about.request().model(),
                        target.describe(),
                        quotes,
                        own,
                        baseline(target, quotes.getFirst()),
                        needed.preferences(),
                        reason));
    }

    private Explanation explain(Target target, Requirement needed) {
        Decision decision = decide(target, needed);
        Set<Offer> taken = new HashSet<>();
        if (decision instanceof Decision.Planned(Plan plan)) {
            plan.quotes().forEach(quote -> taken.add(quote.offer()));
        }
        Rejections rejections = new Rejections(needed, pricing, shelves(target).all(), taken);
        return new Explanation(about.request(), decision, needed.preferences(), rejections.all());
    }

    /** When our own facts leave nobody to serve an exactly named model, they are doubted. */
    private Shortlist best(Target target, Requirement needed) {
        Shortlist best = best(target, needed, new Trust(true, true));
        if (best.isEmpty() && needed.asksSpeed()) {
            best = best(target, needed, new Trust(true, false));
        }
        return best.isEmpty() && needed.isExact()
                ? best(target, needed, new Trust(false, false))
                : best;
    }

    /**
     * How far facts are held against an offer.
     *
     * @param facts whether our own facts about it are
     * @param measured whether a speed that is not measured is; when only such offers are left, one
     *     of them is asked, which measures it
     */
    private record Trust(boolean facts, boolean measured) {}

    private Shortlist best(Target target, Requirement needed, Trust trust) {
        Preferences preferences = needed.preferences();
        Shortlist best =
                new Shortlist(
                        preferences.order(),
                        preferences.maxUsd(),
                        about.request().effort(),
                        about.speeds());
        Shelves shelves = shelves(target);
        BestFirst queue = queue(shelves, needed.metBy(shelves));
        while (!queue.isEmpty() && best.mayTake(queue.key())) {
            weigh(shelves.at(queue.take()), needed, trust, best);
        }
        return best;
    }

    /** By the least that a call could cost: the first that is too dear ends the walk. */
    private BestFirst queue(Shelves shelves, BitSet places) {
        BestFirst queue = new BestFirst(places.cardinality());
        Outlook.Costs costs = pricing.costs(shelves);
        for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
            queue.add(costs.atLeast(at), at);
        }
        queue.order();
        return queue;
    }

    private void weigh(Shelf shelf, Requirement needed, Trust trust, Shortlist best) {
        Pricing.Estimate estimate = pricing.of(shelf.model());
        for (int i = 0; i < shelf.offers().size(); i++) {
            if (best.mayTake(shelf.atLeast(i, estimate.usage()))) {
                Offer offer = shelf.offers().get(i);
                if (needed.isMetBy(offer, trust.facts(), trust.measured())) {
                    best.weigh(offer, estimate);
                }
            }
        }
    }

    private Shelves shelves(Target target) {
        return switch (target) {
            case Target.ExactModel(Model model) -> about.listing().shelves(model);
            case Target.ExactOffer(Offer offer) ->
                    about.listing().isConfigured(offer.provider())
                            ? new Shelves(List.of(new Shelf(offer.model(), List.of(offer))))
                            : Shelves.NONE;
            case Target.AtLeastModel _, Target.AtLeast _, Target.ByPolicy _ ->
                    about.listing().shelves();
        };
    }

    /** A fallback whose name means nothing now, such as a local model that is off, is left out. */
    private void addFallbacks(List<Quote> quotes, Preferences plan) {
        Set<Offer> taken = new HashSet<>();
        for (String name : plan.fallbacks()) {
            if (names.resolve(name) instanceof Names.Resolution.Found(Target target)) {
                if (taken.isEmpty()) {
                    quotes.forEach(quote -> taken.add(quote.offer()));
                }
                for (Quote quote :
                        best(target, Requirement.ofFallback(target, about, plan)).quotes()) {
                    if (taken.add(quote.offer())) {
                        quotes.add(quote);
                    }
                }
            }
        }
    }

    private @Nullable Baseline baseline(Target target, Quote first) {
        Optional<Offer> offer =
                switch (target) {
                    case Target.ExactOffer(Offer named) -> about.listing().listOffer(named.model());
                    case Target.ExactModel(Model named) -> about.listing().listOffer(named);
                    case Target.AtLeastModel(Model named) -> about.listing().listOffer(named);
                    case Target.AtLeast _, Target.ByPolicy _ -> unnamed(first);
                };
        return offer.map(Baseline::new).orElse(null);
    }

    /** Simulated money is compared with simulated money. */
    private Optional<Offer> unnamed(Quote first) {
        Listing listing = about.listing();
        return first.offer().kind() == Kind.SIMULATED
                ? listing.dearestSimulated()
                : listing.book()
                        .model(about.settings().baselineModel())
                        .flatMap(listing::listOffer);
    }
}
