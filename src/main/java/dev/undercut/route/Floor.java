package dev.undercut.route;

import dev.undercut.chat.Effort;
import dev.undercut.market.Capability;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Model;
import java.util.BitSet;

/**
 * A floor on capability: met when the probability that it is reached is at least the confidence,
 * never by the point estimate alone. Models are compared at the effort that the request asks for.
 */
sealed interface Floor {

    boolean isMetBy(Model model);

    /** The shelves whose model meets it, from numbers that were worked out beforehand. */
    BitSet metBy(Shelves shelves);

    /** In words, why a model that misses the floor does. */
    String miss(Model model);

    /** How far the point estimate lies below the floor, in points; 100 where none compares. */
    double distance(Model model);

    /** No floor. */
    record None() implements Floor {
        @Override
        public boolean isMetBy(Model model) {
            return true;
        }

        @Override
        public BitSet metBy(Shelves shelves) {
            return shelves.everyPlace();
        }

        @Override
        public String miss(Model model) {
            return "";
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
     * @param effort how hard the model is asked to think
     */
    record Points(double points, Confidence confidence, Scale scale, Effort effort)
            implements Floor {
        @Override
        public boolean isMetBy(Model model) {
            return model.capability(effort) instanceof Rated rated
                    && rated.scale() == scale
                    && rated.reaches(points, confidence.margin());
        }

        @Override
        public BitSet metBy(Shelves shelves) {
            return shelves.reaching(points, confidence.margin(), scale, effort);
        }

        @Override
        public String miss(Model model) {
            return switch (model.capability(effort)) {
                case Capability.Unrated _ ->
                        "unrated, and a floor of " + Numbers.plain(points) + " is asked";
                case Rated rated when rated.scale() != scale ->
                        "its capability stands on another scale";
                case Rated rated ->
                        Floor.describe(rated)
                                + " reaches "
                                + Numbers.plain(points)
                                + Floor.sure(rated.probabilityAtLeast(points), confidence);
            };
        }

        @Override
        public double distance(Model model) {
            return Floor.gap(model.capability(effort), points, scale);
        }
    }

    /**
     * At least as capable as that model, on the difference of the two. The model itself always is.
     *
     * @param reference the model to match
     * @param confidence how sure
     * @param effort how hard both are asked to think
     */
    record LikeModel(Model reference, Confidence confidence, Effort effort) implements Floor {
        @Override
        public boolean isMetBy(Model model) {
            return model.id().equals(reference.id())
                    || (reference.capability(effort) instanceof Rated floor
                            && model.capability(effort) instanceof Rated rated
                            && rated.scale() == floor.scale()
                            && rated.reaches(floor, confidence.margin()));
        }

        @Override
        public BitSet metBy(Shelves shelves) {
            BitSet places =
                    reference.capability(effort) instanceof Rated floor
                            ? shelves.reaching(floor, confidence.margin(), effort)
                            : new BitSet();
            shelves.addPlacesOf(reference.id(), places);
            return places;
        }

        @Override
        public String miss(Model model) {
            if (!(reference.capability(effort) instanceof Rated floor)) {
                return reference.id() + " is unrated, so only itself is as capable";
            }
            return switch (model.capability(effort)) {
                case Capability.Unrated _ -> "unrated, so not known to match " + reference.id();
                case Rated rated when rated.scale() != floor.scale() ->
                        "its capability stands on another scale";
                case Rated rated ->
                        Floor.describe(rated)
                                + " matches "
                                + reference.id()
                                + " ("
                                + Numbers.plain(floor.index())
                                + ")"
                                + Floor.sure(rated.probabilityAtLeast(floor), confidence);
            };
        }

        @Override
        public double distance(Model model) {
            return reference.capability(effort) instanceof Rated floor
                    ? Floor.gap(model.capability(effort), floor.index(), floor.scale())
                    : 100;
        }
    }

    private static double gap(Capability capability, double points, Scale scale) {
        return capability instanceof Rated rated && rated.scale() == scale
                ? Math.max(0, points - rated.index())
                : 100;
    }

    private static String describe(Rated rated) {
        return "capability "
                + Numbers.plain(rated.index())
                + " ± "
                + Numbers.plain(rated.standardError());
    }

    private static String sure(double probability, Confidence confidence) {
        return " with probability "
                + Numbers.plain(probability)
                + ", below "
                + Numbers.plain(confidence.probability());
    }
}
