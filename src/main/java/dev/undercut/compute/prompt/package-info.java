/** The words in which trials are put to models, and how what they say to them is read. */
@NullMarked
package dev.undercut.compute.prompt;

import org.jspecify.annotations.NullMarked;
