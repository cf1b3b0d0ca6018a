/**
 * The counting behind strategies: votes, stop rules, coverage, groups and posteriors, as pure
 * functions that searches and the replay of recorded samples share.
 */
@NullMarked
package dev.undercut.compute.stat;

import org.jspecify.annotations.NullMarked;
