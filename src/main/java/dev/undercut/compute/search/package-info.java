/**
 * The strategies as pure state machines: each is asked what to try next and told what came of it,
 * and does no I/O.
 */
@NullMarked
package dev.undercut.compute.search;

import org.jspecify.annotations.NullMarked;
