/** Which addresses may be reached from here. */
@NullMarked
package dev.undercut.netguard;

import org.jspecify.annotations.NullMarked;
