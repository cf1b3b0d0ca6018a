/** Counters for operators. They are a view; the ledger is the truth. */
@NullMarked
package dev.undercut.telemetry;

import org.jspecify.annotations.NullMarked;
