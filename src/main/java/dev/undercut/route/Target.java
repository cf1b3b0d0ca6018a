package dev.undercut.route;

import dev.undercut.market.Model;
import dev.undercut.market.Offer;

/** What a model name asks for. */
public sealed interface Target {

    /** Any offer of exactly this model. */
    record ExactModel(Model model) implements Target {}

    /** This offer only. */
    record ExactOffer(Offer offer) implements Target {}

    /** Any offer at least as capable as this model. */
    record AtLeastModel(Model model) implements Target {}

    /** Any offer whose index is at least this many points. */
    record AtLeast(double floor) implements Target {}

    /** What a policy of the configuration says. */
    record ByPolicy(Policy policy) implements Target {}

    /** In words, for explanations. */
    default String describe() {
        return switch (this) {
            case ExactModel(Model model) -> "exactly " + model.id();
            case ExactOffer(Offer offer) -> "exactly the offer " + offer.name();
            case AtLeastModel(Model model) -> "at least as capable as " + model.id();
            case AtLeast(double floor) -> "capability index of at least " + Numbers.plain(floor);
            case ByPolicy(Policy policy) -> "policy " + policy.name();
        };
    }
}
