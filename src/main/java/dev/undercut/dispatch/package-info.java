/**
 * From a request to its settled answer: walks the plan, relays what comes, settles what it cost.
 */
@NullMarked
package dev.undercut.dispatch;

import org.jspecify.annotations.NullMarked;
