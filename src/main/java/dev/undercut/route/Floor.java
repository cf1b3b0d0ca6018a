package dev.undercut.route;

import dev.undercut.market.Capability;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Model;
import java.util.Optional;

/**
 * A floor on capability: met when the probability that it is reached is at least the confidence,
 * never by the point estimate alone.
 */
sealed interface Floor {

    /** Why that model misses the floor; empty when it meets it. */
    Optional<String> miss(Model model);

    /** How far the point estimate lies below the floor, in points; larger for the unrated. */
    double distance(Model model);

    /** No floor. */
    record None() implements Floor {
        @Override
        public Optional<String> miss(Model model) {
            return Optional.empty();
        }

        @Override
        public double distance(Model model) {
            return 0;
        }
    }

    /**
     * At least this many points on that scale.
     *
     * @param points the floor
     * @param confidence how sure
     * @param scale the scale that the number stands on
     */
    record Points(double points, double confidence, Scale scale) implements Floor {
        @Override
        public Optional<String> miss(Model model) {
            if (!(model.capability() instanceof Rated rated)) {
                return Optional.of(
                        "unrated, and a floor of " + Numbers.plain(points) + " is asked");
            }
            if (rated.scale() != scale) {
                return Optional.of("its capability stands on another scale");
            }
            double sure = rated.probabilityAtLeast(points);
            return sure >= confidence
                    ? Optional.empty()
                    : Optional.of(
                            "capability "
                                    + Floor.describe(rated)
                                    + " reaches "
                                    + Numbers.plain(points)
                                    + Floor.sure(sure, confidence));
        }

        @Override
        public double distance(Model model) {
            return Floor.gap(model.capability(), points);
        }
    }

    /**
     * At least as capable as that model, on the difference of the two.
     *
     * @param reference the model to match
     * @param confidence how sure
     */
    record LikeModel(Model reference, double confidence) implements Floor {
        @Override
        public Optional<String> miss(Model model) {
            if (model.id().equals(reference.id())) {
                return Optional.empty();
            }
            if (!(reference.capability() instanceof Rated floor)) {
                return Optional.of(reference.id() + " is unrated, so only itself is as capable");
            }
            if (!(model.capability() instanceof Rated rated)) {
                return Optional.of("unrated, so not known to match " + reference.id());
            }
            if (rated.scale() != floor.scale()) {
                return Optional.of("its capability stands on another scale");
            }
            double sure = rated.probabilityAtLeast(floor);
            return sure >= confidence
                    ? Optional.empty()
                    : Optional.of(
                            "capability "
                                    + Floor.describe(rated)
                                    + " matches "
                                    + reference.id()
                                    + " ("
                                    + Numbers.plain(floor.index())
                                    + ")"
                                    + Floor.sure(sure, confidence));
        }

        @Override
        public double distance(Model model) {
            return reference.capability() instanceof Rated floor
                    ? Floor.gap(model.capability(), floor.index())
                    : 100;
        }
    }

    private static double gap(Capability capability, double points) {
        return capability instanceof Rated rated ? Math.max(0, points - rated.index()) : 100;
    }

    private static String describe(Rated rated) {
        return Numbers.plain(rated.index()) + " ± " + Numbers.plain(rated.standardError());
    }

    private static String sure(double probability, double confidence) {
        return " with probability "
                + Numbers.plain(probability)
                + ", below "
                + Numbers.plain(confidence);
    }
}
