/** The ports that imports fill: the journal's other side, the quarantine, and scores. */
@NullMarked
package dev.undercut.market.intake;

import org.jspecify.annotations.NullMarked;
