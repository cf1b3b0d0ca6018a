package dev.undercut.store.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one import run at a time, over all processes of a data directory. The operating system takes
 * the lock back from a process that dies, whatever way. Not a transaction of the database: that
 * would keep the ledger waiting while a feed is read.
 */
final class ImportLock {
    private static final String FILE = "import.lock";

    private final Path file;

    /** For this process: on POSIX a second channel on the file would give up the first's lock. */
    private final AtomicBoolean taken = new AtomicBoolean();

    ImportLock(Path directory) {
        this.file = directory.resolve(FILE);
    }

    Optional<Closeable> tryTake() throws IOException {
        if (!taken.compareAndSet(false, true)) {
            return Optional.empty();
        }
        boolean kept = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            kept = lock != null;
            FileChannel held = channel;
            return kept ? Optional.of(() -> release(held)) : Optional.empty();
        } finally {
            if (!kept) {
                SqliteDatabase.closeQuietly(channel);
                taken.set(false);
            }
        }
    }

    private void release(FileChannel channel) throws IOException {
        try (channel) {
            taken.set(false);
        }
    }
}
