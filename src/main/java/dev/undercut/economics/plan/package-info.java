/** Flat plans: how usage spreads over users, what a plan earns, and when it stops losing. */
@NullMarked
package dev.undercut.economics.plan;

import org.jspecify.annotations.NullMarked;
