package dev.undercut.store.sqlite.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as the database holds them: whole microseconds since 1970, the rest cut off. */
public final class Micros {
    private Micros() {}

    /** Microseconds since 1970. */
    public static long of(Instant at) {
        return Math.addExact(
                Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }

    /** The instant of so many microseconds since 1970. */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
