/** The facts and default inputs that the formulas are asked with, each with its source. */
@NullMarked
package dev.undercut.economics.facts;

import org.jspecify.annotations.NullMarked;
