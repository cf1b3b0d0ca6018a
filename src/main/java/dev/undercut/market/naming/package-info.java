/** How names of models are compared: what spellings have in common, and what one may have meant. */
@NullMarked
package dev.undercut.market.naming;

import org.jspecify.annotations.NullMarked;
