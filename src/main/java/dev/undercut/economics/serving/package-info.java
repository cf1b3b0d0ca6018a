/**
 * What it costs to serve tokens: from dollars per hour and tokens per second, measured or
 * predicted.
 */
@NullMarked
package dev.undercut.economics.serving;

import org.jspecify.annotations.NullMarked;
