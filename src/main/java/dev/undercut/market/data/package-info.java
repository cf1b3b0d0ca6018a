/** Reads the market's facts from the data files that ship with the product. */
@NullMarked
package dev.undercut.market.data;

import org.jspecify.annotations.NullMarked;
