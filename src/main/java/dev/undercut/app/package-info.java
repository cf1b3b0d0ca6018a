/** The program: commands, configuration and the one place that wires everything together. */
@NullMarked
package dev.undercut.app;

import org.jspecify.annotations.NullMarked;
