package dev.undercut.app.serving;

import dev.undercut.app.config.Config;
import dev.undercut.dispatch.walk.Patience;
import dev.undercut.health.HealthSettings;
import java.time.Duration;

/** What the configuration says of resilience, for the rooms that it concerns. */
public final class ResilienceSettings {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private ResilienceSettings() {}

    /** How health is judged. */
    public static HealthSettings health(Config config) {
        Config.Resilience given = config.resilience();
        return new HealthSettings(
                new HealthSettings.Breaker(
                        given.breaker(), given.breakerFailures(), SHORTEST, LONGEST),
                given.limitConcurrency(),
                new HealthSettings.Ejection(
                        given.ejectSlow(), given.slowFactor(), given.slowCalls()));
    }

    /** How much a request may try and wait. */
    static Patience patience(Config config) {
        Config.Resilience given = config.resilience();
        Duration firstToken = given.firstToken();
        return new Patience(
                config.limits().maxAttempts(),
                given.retries(),
                given.longestWait(),
                firstToken,
                given.attempt(),
                given.total(),
                new Patience.Hedge(given.hedge(), given.hedgeMaxUsd(), given.hedgeShare()),
                given.recovery(),
                given.ping());
    }
}
