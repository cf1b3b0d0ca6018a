/** What people say about this market, each with the query that checks it. */
@NullMarked
package dev.undercut.market.analysis.claim;

import org.jspecify.annotations.NullMarked;
