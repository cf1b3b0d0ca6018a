/**
 * From dated prices and measured quality to indices, trends, frontiers and events: pure functions,
 * each named after its source. Statistics use {@code double}; nothing here bills anybody.
 */
@NullMarked
package dev.undercut.market.analysis;

import org.jspecify.annotations.NullMarked;
