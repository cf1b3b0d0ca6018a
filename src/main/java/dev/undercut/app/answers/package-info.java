/** What the desks of the market and of economics answer, over HTTP, and what they answer from. */
@NullMarked
package dev.undercut.app.answers;

import org.jspecify.annotations.NullMarked;
