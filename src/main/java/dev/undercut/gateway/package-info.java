/** The HTTP door: admits requests, walks their plans, writes answers and settles what they cost. */
@NullMarked
package dev.undercut.gateway;

import org.jspecify.annotations.NullMarked;
