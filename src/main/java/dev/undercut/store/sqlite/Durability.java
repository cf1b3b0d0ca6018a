package dev.undercut.store.sqlite;

/** What a committed entry survives. */
public enum Durability {
    /**
     * The death of the process, not a power cut or a crash of the machine: no wait for the disk.
     */
    NORMAL,
    /** A power cut too: every group commit waits for the disk. */
    FULL
}
