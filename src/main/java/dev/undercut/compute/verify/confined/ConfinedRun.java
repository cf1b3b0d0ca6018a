package dev.undercut.compute.verify.confined;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** One command behind a wall: fed, read, watched, and ended with everything that it started. */
final class ConfinedRun {
    /** How often its time and memory are looked at. */
    private static final Duration LOOK = Duration.ofMillis(20);

    /** How long what is ended may take to be gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int PIECE = 8192;
    private static final String RESIDENT = "VmRSS:";

    private final Wall wall;
    private final Limits limits;
    private final LongSupplier nanoTime;

    ConfinedRun(Wall wall, Limits limits, LongSupplier nanoTime) {
        this.wall = wall;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** How a command ended. */
    enum End {
        /** By itself. */
        EXITED,
        /** It took too long. */
        LATE,
        /** It wrote too much. */
        FLOODED,
        /** It took too much memory. */
        HOGGED
    }

    /**
     * What a command did.
     *
     * @param output what it wrote, errors too, cut at the limit
     */
    record Ended(End end, String output) {}

    /**
     * Runs it to its end.
     *
     * @throws IOException when it cannot be started
     * @throws InterruptedException when the caller is interrupted; it is ended first
     */
    Ended of(List<String> command, byte[] input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(wall.around(command, limits));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.directory(Path.of("/").toFile());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        AtomicBoolean flooded = new AtomicBoolean();
        Thread feeding = Thread.ofVirtual().start(() -> feed(process, input));
        Thread reading = Thread.ofVirtual().start(() -> read(process, heard, flooded));
        try {
            End end = watched(process, flooded);
            end(process);
            var _ = reading.join(PATIENCE);
            var _ = feeding.join(PATIENCE);
            return new Ended(
                    flooded.get() ? End.FLOODED : end, heard.toString(StandardCharsets.UTF_8));
        } finally {
            end(process);
        }
    }

    private End watched(Process process, AtomicBoolean flooded) throws InterruptedException {
        long until = nanoTime.getAsLong() + limits.whole().toNanos();
        while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (flooded.get()) {
                return End.FLOODED;
            }
            if (nanoTime.getAsLong() - until >= 0) {
                return End.LATE;
            }
            long resident = process.descendants().mapToLong(ConfinedRun::resident).sum();
            if (resident > limits.memory()) {
                return End.HOGGED;
            }
        }
        return End.EXITED;
    }

    /** Bytes of memory that a process holds; shared ones count for each. 0 when it is gone. */
    private static long resident(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
                    .sum();
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /**
     * The confined place first: with its first process the kernel ends all others there, whatever
     * they have made themselves, and what built it can end in order and leave no zombie. A place
     * that is only being built shows its processes one after the other, so it is looked at until
     * there is none.
     */
    private void end(Process process) throws InterruptedException {
        long until = nanoTime.getAsLong() + PATIENCE.toNanos();
        try {
            do {
                process.children().forEach(ConfinedRun::endWithin);
            } while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)
                    && nanoTime.getAsLong() - until < 0);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void endWithin(ProcessHandle wall) {
        List<ProcessHandle> within = wall.descendants().toList();
        if (within.isEmpty()) {
            wall.destroyForcibly();
        }
        within.forEach(ProcessHandle::destroyForcibly);
    }

    /** A command that does not read what it is fed shows that by its answer. */
    private static void feed(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // It has ended, or will at its limits.
        }
    }

    private void read(Process process, ByteArrayOutputStream heard, AtomicBoolean flooded) {
        byte[] piece = new byte[PIECE];
        try (InputStream out = process.getInputStream()) {
            for (int read = out.read(piece); read >= 0; read = out.read(piece)) {
                int room = limits.output() - heard.size();
                heard.write(piece, 0, Math.min(read, room));
                if (read > room) {
                    flooded.set(true);
                    return;
                }
            }
        } catch (IOException e) {
            // Ended from outside: what was heard until then counts.
        }
    }
}
