/** What several dialects read and write alike. */
@NullMarked
package dev.undercut.dialect.wire;

import org.jspecify.annotations.NullMarked;
