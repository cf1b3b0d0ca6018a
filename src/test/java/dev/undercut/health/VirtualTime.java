package dev.undercut.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes only when told to. */
final class VirtualTime implements InstantSource {
    private long nanos = 1_000_000_000;

    long nanos() {
        return nanos;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    void passMillis(long millis) {
        pass(Duration.ofMillis(millis));
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(1_800_000_000L).plusNanos(nanos);
    }
}
