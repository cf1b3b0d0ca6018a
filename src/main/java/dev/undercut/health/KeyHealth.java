package dev.undercut.health;

import dev.undercut.health.Standing.Why;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One provider key: how many calls use it, and whether it is out. Safe for use by many threads. */
final class KeyHealth {
    /** Providers have answered 401 by mistake; a key is given another chance that seldom. */
    private static final Duration REJECTED = Duration.ofMinutes(10);

    private static final Duration SPENT = Duration.ofMinutes(5);
    private static final Duration SPENT_AT_MOST = Duration.ofHours(1);

    private int inFlight;
    private long uses;
    private @Nullable Why outage;
    private int outages;
    private long outUntil;

    synchronized boolean isOut(long now) {
        return outage != null && now - outUntil < 0;
    }

    synchronized long outUntil() {
        return outUntil;
    }

    /** Why it is out; what it says of one that works means nothing. */
    synchronized Why why() {
        return outage == null ? Why.KEY_REJECTED : outage;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized long uses() {
        return uses;
    }

    synchronized void enter() {
        inFlight++;
        uses++;
    }

    synchronized void leave() {
        inFlight--;
    }

    /** The key works. */
    synchronized void works() {
        outage = null;
        outages = 0;
    }

    /** Takes the key out; true when it was not. */
    synchronized boolean out(Why why, long now) {
        boolean news = outage != why;
        Duration pause =
                why == Why.KEY_SPENT
                        ? shorter(SPENT.multipliedBy(1L << Math.min(outages, 8)))
                        : REJECTED;
        outage = why;
        outages++;
        outUntil = now + pause.toNanos();
        return news;
    }

    private static Duration shorter(Duration pause) {
        return pause.compareTo(SPENT_AT_MOST) > 0 ? SPENT_AT_MOST : pause;
    }
}
