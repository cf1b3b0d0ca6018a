/** Feeds from outside: where they come from, what an import prints, and when it runs by itself. */
@NullMarked
package dev.undercut.app.feeds;

import org.jspecify.annotations.NullMarked;
