/** Answers that were given before, to be given again to the same caller for the same request. */
@NullMarked
package dev.undercut.dispatch.cache;

import org.jspecify.annotations.NullMarked;
