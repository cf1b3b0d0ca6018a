/** Ledger and keys in one SQLite file: no server to run, and several processes may share it. */
@NullMarked
package dev.undercut.store.sqlite;

import org.jspecify.annotations.NullMarked;
