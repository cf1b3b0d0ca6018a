/**
 * Recorded answers of models, replayed: what each strategy would have reached on them, and what it
 * would have cost. Calls nobody.
 */
@NullMarked
package dev.undercut.compute.replay;

import org.jspecify.annotations.NullMarked;
