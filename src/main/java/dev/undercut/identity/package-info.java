/** Who may call: API keys and secrets. */
@NullMarked
package dev.undercut.identity;

import org.jspecify.annotations.NullMarked;
