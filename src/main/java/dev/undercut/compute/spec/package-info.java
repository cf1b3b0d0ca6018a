/**
 * What a client writes when it asks for a run, read and checked, and what such a run would cost.
 */
@NullMarked
package dev.undercut.compute.spec;

import org.jspecify.annotations.NullMarked;
