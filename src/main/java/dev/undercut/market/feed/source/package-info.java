/** One class for each source that feeds come from, and what they share in reading JSON and CSV. */
@NullMarked
package dev.undercut.market.feed.source;

import org.jspecify.annotations.NullMarked;
