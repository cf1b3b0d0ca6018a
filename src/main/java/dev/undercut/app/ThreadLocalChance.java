package dev.undercut.app;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The machine's chance, for many threads at once: each draws from its own. */
final class ThreadLocalChance implements RandomGenerator {
    @Override
    public long nextLong() {
        return ThreadLocalRandom.current().nextLong();
    }
}
