/** Fits the capability index, our one quality scale, to published benchmark scores. */
@NullMarked
package dev.undercut.market.capability;

import org.jspecify.annotations.NullMarked;
