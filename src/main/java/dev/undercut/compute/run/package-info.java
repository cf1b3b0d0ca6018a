/**
 * Runs a search: calls models within a purse, verifies, tells the search, stops what is needless,
 * and keeps the log from which a run is replayed and resumed.
 */
@NullMarked
package dev.undercut.compute.run;

import org.jspecify.annotations.NullMarked;
