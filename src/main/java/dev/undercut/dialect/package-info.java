/** Wire formats: from a client's or provider's JSON to the neutral words of chat, and back. */
@NullMarked
package dev.undercut.dialect;

import org.jspecify.annotations.NullMarked;
