package dev.undercut.compute.verify.confined;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds a way to run programs of strangers confined, and proves it by an attempt to break out
 * before it is used. Where there is none, nothing is run.
 */
public final class Confinement {
    private static final String NEEDED =
            "unit tests run only in a confined process, and none is to be had here: install"
                    + " bubblewrap 0.8 or newer (apt-get install bubblewrap), or util-linux 2.37 or"
                    + " newer where the kernel lets users make namespaces; and python3 below /usr."
                    + " Tried: ";
    private static final Path USR = Path.of("/usr");

    private final Programs programs;
    private final Limits limits;
    private final Semaphore places;
    private final LongSupplier nanoTime;
    private final Supplier<String> words;
    private @Nullable Found python;

    /**
     * Nothing is looked for before it is needed.
     *
     * @param places so many programs at a time
     * @param words gives a word that nobody can guess, hexadecimal, at each call
     */
    public Confinement(Limits limits, int places, LongSupplier nanoTime, Supplier<String> words) {
        this(Programs.ofTheSystem(), limits, places, nanoTime, words);
    }

    Confinement(
            Programs programs,
            Limits limits,
            int places,
            LongSupplier nanoTime,
            Supplier<String> words) {
        this.programs = programs;
        this.limits = limits;
        this.places = new Semaphore(places, true);
        this.nanoTime = nanoTime;
        this.words = words;
    }

    /** What was found. */
    public sealed interface Found {
        /** Programs can be run. */
        record Available(ProgramTests tests) implements Found {}

        /**
         * They cannot.
         *
         * @param message what to install, and what was tried
         */
        record Unavailable(String message) implements Found {}
    }

    /** Runs tests of Python programs. Takes up to seconds at the first call. */
    public synchronized Found python() {
        Found known = python;
        if (known == null) {
            known = look();
            python = known;
        }
        return known;
    }

    private Found look() {
        Optional<Path> interpreter = programs.find("python3").flatMap(Confinement::belowUsr);
        if (interpreter.isEmpty()) {
            return new Found.Unavailable(NEEDED + "python3: not found");
        }
        List<String> tried = new ArrayList<>();
        for (Wall wall : walls(tried)) {
            ProgramTests tests = tests(wall, interpreter.get());
            Optional<String> hole = hole(tests);
            if (hole.isEmpty()) {
                return new Found.Available(tests);
            }
            tried.add(wall.name() + ": " + hole.get());
        }
        return new Found.Unavailable(NEEDED + String.join("; ", tried));
    }

    private List<Wall> walls(List<String> missing) {
        Optional<Wall.Common> common = Wall.Common.found(programs, superuser());
        if (common.isEmpty()) {
            missing.add("timeout, nice, prlimit and setpriv: not all found");
            return List.of();
        }
        List<Wall> walls = new ArrayList<>();
        programs.find("bwrap")
                .ifPresentOrElse(
                        bwrap -> walls.add(new Wall.Bubblewrap(bwrap, common.get())),
                        () -> missing.add("bubblewrap: not found"));
        Optional<Path> unshare = programs.find("unshare");
        Optional<Path> shell = programs.find("sh");
        if (unshare.isPresent() && shell.isPresent()) {
            walls.add(
                    new Wall.Namespaces(
                            unshare.get(), shell.get(), text("confine.sh"), common.get()));
        } else {
            missing.add("unshare: not found");
        }
        return walls;
    }

    private ProgramTests tests(Wall wall, Path interpreter) {
        return new PythonTests(
                new ConfinedRun(wall, limits, nanoTime),
                interpreter,
                text("harness.py"),
                limits,
                places,
                words);
    }

    /** What a program could do behind that wall that it must not; empty when nothing. */
    private Optional<String> hole(ProgramTests tests) {
        List<String> attempts = List.of(text("attest.py").split("\n# --- \n", -1));
        try {
            ProgramTests.Report report = tests.run("PROCESSES = " + limits.processes(), attempts);
            return report.behaviour().contains("0")
                    ? Optional.of(report.feedback())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** The file itself, if it is where a confined process can see it. */
    private static Optional<Path> belowUsr(Path program) {
        try {
            return Optional.of(program.toRealPath()).filter(real -> real.startsWith(USR));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether this process has uid 0. */
    private static boolean superuser() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static String text(String name) {
        try (InputStream in = Confinement.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
