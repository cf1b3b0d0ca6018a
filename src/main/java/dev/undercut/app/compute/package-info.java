/** The commands of test-time compute. */
@NullMarked
package dev.undercut.app.compute;

import org.jspecify.annotations.NullMarked;
