/** Passes streamed answers on, and notes what came: events, text, usage, silence, the end. */
@NullMarked
package dev.undercut.dispatch.relay;

import org.jspecify.annotations.NullMarked;
