/** Which offer shall answer a request: names to targets, requirements to a plan of quotes. */
@NullMarked
package dev.undercut.route;

import org.jspecify.annotations.NullMarked;
