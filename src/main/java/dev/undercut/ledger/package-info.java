/** What every request cost, against what it would have cost: the books. */
@NullMarked
package dev.undercut.ledger;

import org.jspecify.annotations.NullMarked;
