package dev.undercut.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A living process that has openings: a file in {@value #DIRECTORY} that it holds locked. The
 * operating system lets go of the lock when the process dies, whatever way; a process id alone
 * would not tell, since containers give the same one to every process.
 */
final class Owner implements AutoCloseable {

    static final String DIRECTORY = "owners";

    private final Path file;
    private final FileChannel channel;

    private Owner(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Announces a new owner. */
    static Owner announce(Path dataDirectory) throws IOException {
        Path directory = dataDirectory.resolve(DIRECTORY);
        Files.createDirectories(directory, SqliteDatabase.access("rwx------"));
        while (true) {
            Path file = Files.createTempFile(directory, prefix(), ".lock");
            Owner owner = claim(file);
            // Somebody who looked for the dead may have taken the new file for one of theirs, in
            // the moment before it was locked.
            if (owner != null && Files.exists(file)) {
                return owner;
            }
            SqliteDatabase.closeQuietly(owner);
        }
    }

    /**
     * The owners in a directory whose process is dead, now held by the caller, so that nobody else
     * clears up after them at the same time.
     */
    static List<Owner> dead(Path dataDirectory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(dataDirectory.resolve(DIRECTORY))) {
            files = found.toList();
        }
        List<Owner> dead = new ArrayList<>();
        for (Path file : files) {
            // Not even opened when it is of this process: on POSIX, closing any channel of a file
            // gives up all locks that the process has on it.
            if (!file.getFileName().toString().startsWith(prefix())) {
                Owner owner = claim(file);
                if (owner != null) {
                    dead.add(owner);
                }
            }
        }
        return dead;
    }

    static boolean exists(Path dataDirectory, String name) {
        return Files.exists(dataDirectory.resolve(DIRECTORY).resolve(name));
    }

    String name() {
        return file.getFileName().toString();
    }

    /** Takes the announcement back. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }

    private static @Nullable Owner claim(Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (java.nio.file.NoSuchFileException e) {
            return null;
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new Owner(file, channel);
            }
        } catch (IOException | RuntimeException e) {
            SqliteDatabase.closeQuietly(channel);
            throw e;
        }
        channel.close();
        return null;
    }

    /** The process id and its start, which together tell this process from all others. */
    private static String prefix() {
        ProcessHandle process = ProcessHandle.current();
        return process.pid()
                + "-"
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L)
                + "-";
    }
}
