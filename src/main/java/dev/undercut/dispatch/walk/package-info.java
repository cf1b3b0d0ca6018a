/** Which step comes next on the way along a plan, and how much a request may try. */
@NullMarked
package dev.undercut.dispatch.walk;

import org.jspecify.annotations.NullMarked;
