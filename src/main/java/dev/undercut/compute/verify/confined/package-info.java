/** Runs programs of strangers where they can do no harm, or not at all. */
@NullMarked
package dev.undercut.compute.verify.confined;

import org.jspecify.annotations.NullMarked;
