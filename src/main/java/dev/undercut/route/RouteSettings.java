package dev.undercut.route;

import java.util.Map;

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
}
