package dev.undercut.app;

import dev.undercut.dispatch.Serving;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Offer;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** What {@code serve} says when it is ready. */
final class Greeting {
    private Greeting() {}

    /** Who can be called. */
    static String providers(Serving serving) {
        Set<String> ids = new LinkedHashSet<>();
        serving.listing().callable().forEach(offer -> ids.add(offer.provider()));
        if (!serving.listing().anyReal()) {
            return ids.isEmpty()
                    ? "none; set a key such as OPENAI_API_KEY"
                    : "none found, so the sandbox answers with simulated models (set a key such as"
                            + " OPENAI_API_KEY to use real ones)";
        }
        ids.remove("sandbox");
        return String.join(", ", ids);
    }

    /** A curl command that works as it stands. */
    static String curl(String url, Serving serving, boolean keysExist) {
        String key = keysExist ? " -H 'Authorization: Bearer '\"$UNDERCUT_KEY\"" : "";
        return "curl "
                + url
                + "/v1/chat/completions -H 'Content-Type: application/json'"
                + key
                + " -d '{\"model\": \""
                + model(serving)
                + "\", \"messages\": [{\"role\": \"user\", \"content\": \"What is 17*23?\"}]}'";
    }

    private static String model(Serving serving) {
        boolean rated =
                serving.listing().callable().stream()
                        .anyMatch(offer -> offer.model().capability() instanceof Rated);
        if (rated && !serving.listing().anyReal()) {
            return "undercut/20";
        }
        return serving.listing().callable().stream()
                .filter(offer -> offer.model().capability() instanceof Rated)
                .max(Comparator.comparingDouble(Greeting::index))
                .map(offer -> "undercut/" + floor(serving))
                .orElseGet(() ->
                        serving.listing().callable().stream()
                                .findFirst()
                                .map(Offer::name)
                                .orElse("undercut/auto"));
    }

    /** The highest round floor up to 50 that some offer is sure to meet. */
    private static int floor(Serving serving) {
        for (int floor = 50; floor > 10; floor -= 10) {
            int points = floor;
            boolean met =
                    serving.listing().callable().stream()
                            .anyMatch(offer ->
                                    offer.kind() != Offer.Kind.SIMULATED
                                            && offer.model().capability() instanceof Rated rated
                                            && rated.probabilityAtLeast(points) > 0.9);
            if (met) {
                return floor;
            }
        }
        return 10;
    }

    private static double index(Offer offer) {
        return offer.model().capability() instanceof Rated rated ? rated.index() : 0;
    }
}
