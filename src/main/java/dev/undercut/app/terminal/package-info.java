/** A terminal as the client of a call in the same process. */
@NullMarked
package dev.undercut.app.terminal;

import org.jspecify.annotations.NullMarked;
