/** Who may call: API keys, made once, shown once, looked up by their keyed hash. */
@NullMarked
package dev.undercut.identity;

import org.jspecify.annotations.NullMarked;
