package dev.undercut.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file {@value #FILE} in a data directory, ready for use: schema up to date, write-ahead log
 * on, readable by its owner only. Several processes may have it open at once.
 */
public final class SqliteDatabase implements AutoCloseable {

    /** The database's file name. */
    public static final String FILE = "undercut.db";

    /** How long a statement waits for another process's commit. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private static final int IDLE_READERS = 4;

    private final Path directory;
    private final Durability durability;
    private final ConcurrentLinkedDeque<Connection> readers = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private SqliteDatabase(Path directory, Durability durability) {
        this.directory = directory;
        this.durability = durability;
    }

    /**
     * Opens the database in a directory; makes both where absent, with access for this user alone.
     *
     * @throws IOException with a message for the operator, when it cannot be opened or is not ours
     */
    public static SqliteDatabase open(Path dataDirectory, Durability durability)
            throws IOException {
        Path directory = dataDirectory.toAbsolutePath().normalize();
        SqliteDatabase database = new SqliteDatabase(directory, durability);
        Path file = directory.resolve(FILE);
        try {
            makePrivate(directory, file);
            try (Connection db = database.connect(false)) {
                writeAhead(db);
                Migrations.apply(db);
            }
        } catch (IOException | SQLException e) {
            throw new IOException("cannot use the database " + file + ": " + e.getMessage(), e);
        }
        return database;
    }

    Path directory() {
        return directory;
    }

    /** A connection that may write; the caller closes it. */
    Connection writer() throws SQLException {
        return connect(false);
    }

    /** Runs a query on a read-only connection of its own; never waits for the writer. */
    <T> T read(Query<T> query) throws SQLException {
        Connection idle = readers.pollFirst();
        Connection db = idle == null ? connect(true) : idle;
        try {
            T answer = query.run(db);
            keep(db);
            return answer;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(db);
            throw e;
        }
    }

    /**
     * Does all of a piece of work or nothing, on a connection of its own.
     *
     * @throws UncheckedIOException when it could not be written; then nothing was
     */
    void write(Work work) {
        try (Connection db = writer();
                Statement sql = db.createStatement()) {
            sql.executeUpdate("BEGIN IMMEDIATE");
            boolean done = false;
            try {
                work.run(db);
                sql.executeUpdate("COMMIT");
                done = true;
            } finally {
                if (!done) {
                    sql.executeUpdate("ROLLBACK");
                }
            }
        } catch (SQLException e) {
            String message = "cannot write the market journal: " + e.getMessage();
            throw new UncheckedIOException(message, new IOException(message, e));
        }
    }

    /** Something that writes. */
    interface Work {
        void run(Connection db) throws SQLException;
    }

    /** Closes the connections of readers; writers are closed by those who opened them. */
    @Override
    public void close() {
        closed = true;
        closeReaders();
    }

    /** Something that reads. */
    interface Query<T> {
        T run(Connection db) throws SQLException;
    }

    private void keep(Connection db) {
        if (readers.size() >= IDLE_READERS) {
            closeQuietly(db);
            return;
        }
        readers.addFirst(db);
        if (closed) {
            closeReaders();
        }
    }

    private void closeReaders() {
        for (Connection db = readers.pollFirst(); db != null; db = readers.pollFirst()) {
            closeQuietly(db);
        }
    }

    private Connection connect(boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY.toMillis());
        config.enforceForeignKeys(true);
        config.setReadOnly(readOnly);
        if (!readOnly) {
            config.setSynchronous(
                    switch (durability) {
                        case NORMAL -> SQLiteConfig.SynchronousMode.NORMAL;
                        case FULL -> SQLiteConfig.SynchronousMode.FULL;
                    });
        }
        // As a URI, since a plain path would end at its first question mark.
        return config.createConnection("jdbc:sqlite:" + directory.resolve(FILE).toUri());
    }

    /** Turns the write-ahead log on; SQLite does not wait here while another process does so. */
    private static void writeAhead(Connection db) throws SQLException {
        long deadline = System.nanoTime() + BUSY.toNanos();
        try (Statement sql = db.createStatement()) {
            while (true) {
                try (ResultSet mode = sql.executeQuery("PRAGMA journal_mode = WAL")) {
                    if (mode.next() && "wal".equals(mode.getString(1))) {
                        return;
                    }
                    throw new SQLException("this file system does not support a write-ahead log");
                } catch (SQLiteException e) {
                    if (e.getResultCode() != SQLiteErrorCode.SQLITE_BUSY
                            || System.nanoTime() > deadline) {
                        throw e;
                    }
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    private static void makePrivate(Path directory, Path file) throws IOException {
        Files.createDirectories(directory, access("rwx------"));
        try {
            // Before SQLite makes it: the log files beside it copy its access rights.
            Files.createFile(file, access("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Made before, or by another process just now: as good.
        }
    }

    /** Nothing where the file system knows no such rights. */
    static FileAttribute<?>[] access(String rights) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
                }
                : new FileAttribute<?>[0];
    }

    static void closeQuietly(@Nullable AutoCloseable resource) {
        if (resource == null) {
            return;
        }
        try {
            resource.close();
        } catch (Exception e) {
            // Only after a failure that is reported already, or with nothing left to lose.
            System.getLogger(SqliteDatabase.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing", e);
        }
    }
}
