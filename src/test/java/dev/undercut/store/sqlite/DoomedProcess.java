package dev.undercut.store.sqlite;

import dev.undercut.ledger.Entries;
import dev.undercut.ledger.Lineage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process of its own that writes the ledger until it is killed. It says {@code settled ID} right
 * after each entry is said to be on disk, and {@code open ID} for requests that it never settles.
 */
final class DoomedProcess {

    /** Ends every line. */
    static final String END = ".";

    private static final int WRITERS = 16;
    private static final int ABANDONED = 5;

    private DoomedProcess() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        SqliteDatabase database =
                SqliteDatabase.open(Path.of(arguments[0]), Durability.valueOf(arguments[1]));
        SqliteLedger ledger = SqliteLedger.open(database, Duration.ofSeconds(5));
        for (int i = 0; i < ABANDONED; i++) {
            ledger.open(Entries.opening("abandoned" + i));
            ledger.awaitOpened("abandoned" + i);
            out.println("open abandoned" + i + END);
        }
        run(ledger, "whole", 0);
        run(ledger, "broken", 1);
        Thread[] writers = new Thread[WRITERS];
        for (int w = 0; w < WRITERS; w++) {
            String prefix = "w" + w + "-";
            writers[w] = Thread.startVirtualThread(() -> writeForever(ledger, prefix, out));
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    /** A run that is never settled, two calls of it that are, and some that are not. */
    private static void run(SqliteLedger ledger, String id, int open) throws Exception {
        ledger.open(Entries.opening(id, Lineage.run(0)));
        ledger.awaitOpened(id);
        for (int i = 0; i < 2; i++) {
            ledger.settle(Entries.answered(id + "-call" + i).with(Lineage.callOf(id)));
        }
        for (int i = 0; i < open; i++) {
            ledger.open(Entries.opening(id + "-open" + i, Lineage.callOf(id)));
            ledger.awaitOpened(id + "-open" + i);
        }
    }

    private static void writeForever(SqliteLedger ledger, String prefix, PrintStream out) {
        try {
            for (long i = 0; ; i++) {
                String id = prefix + i;
                ledger.open(Entries.opening(id));
                if (i % 4 == 0) {
                    ledger.awaitOpened(id);
                }
                ledger.settle(Entries.answered(id));
                out.println("settled " + id + END);
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(3);
        }
    }
}
