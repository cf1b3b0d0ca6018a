/** Reads the files below {@code data/economics} and refuses what is wrong with file and line. */
@NullMarked
package dev.undercut.economics.data;

import org.jspecify.annotations.NullMarked;
