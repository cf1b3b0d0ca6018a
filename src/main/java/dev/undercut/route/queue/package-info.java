/** What is to be looked at next, in flat arrays. */
@NullMarked
package dev.undercut.route.queue;

import org.jspecify.annotations.NullMarked;
