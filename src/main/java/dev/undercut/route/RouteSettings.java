package dev.undercut.route;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's settings for routing.
 *
 * @param policies by name
 * @param confidence how sure a floor must be met when nobody says otherwise; above 0, below 1
 * @param baselineModel what savings are measured against when the client names no model
 */
public record RouteSettings(Map<String, Policy> policies, double confidence, String baselineModel) {
    public RouteSettings {
        policies = Map.copyOf(policies);
    }

    /** The policy of that name; one that differs only in case comes second. */
    Optional<Policy> policy(String name) {
        Policy exact = policies.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return policies.values().stream()
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(lower))
                .findFirst();
    }
}
