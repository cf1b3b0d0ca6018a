/**
 * One call to a model in no provider's dialect: what was asked, what came back, what it used, what
 * went wrong.
 */
@NullMarked
package dev.undercut.chat;

import org.jspecify.annotations.NullMarked;
