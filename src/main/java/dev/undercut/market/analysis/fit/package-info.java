/** The statistics of the analyses: lines with honest intervals, medians, exact distributions. */
@NullMarked
package dev.undercut.market.analysis.fit;

import org.jspecify.annotations.NullMarked;
