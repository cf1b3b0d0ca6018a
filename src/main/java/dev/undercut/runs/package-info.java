/** The log of runs of test-time compute: kept while they go on, shown as a tree afterwards. */
@NullMarked
package dev.undercut.runs;

import org.jspecify.annotations.NullMarked;
