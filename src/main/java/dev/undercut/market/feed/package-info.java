/**
 * Reads what others publish about prices and scores, one class per source, and lets into the
 * journal what looks right.
 */
@NullMarked
package dev.undercut.market.feed;

import org.jspecify.annotations.NullMarked;
