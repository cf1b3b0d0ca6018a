package dev.undercut.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine that the comparison runs on, from /proc. Linux only. */
final class Machine {
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of the first line of /proc/stat: user, nice, system and stolen time. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 8);

    private final ProcTree own = new ProcTree(ProcessHandle.current().pid());
    private final double othersAtStart = others();
    private final long startedAt = System.nanoTime();

    /**
     * The share of all cores that programs outside this comparison have used since this object was
     * made, between 0 and 1: above some percent, latencies say little.
     */
    double shareOfOthers() {
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        return Math.max(0, others() - othersAtStart) / seconds / cores();
    }

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The processor's name. */
    static String processor() {
        return lines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unnamed processor");
    }

    private double others() {
        String[] fields = lines(Path.of("/proc/stat")).getFirst().split(" +");
        long ticks = BUSY.stream().mapToLong(field -> Long.parseLong(fields[field])).sum();
        return ticks / TICKS_PER_SECOND - own.cpuSeconds();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
