/** Who may call: API keys, page sessions and secrets. */
@NullMarked
package dev.undercut.identity;

import org.jspecify.annotations.NullMarked;
