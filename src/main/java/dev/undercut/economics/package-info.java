/**
 * What serving a model costs and when a product on top of it pays: formulas with their sources,
 * each from inputs that are handed in. Training cost is out of scope.
 */
@NullMarked
package dev.undercut.economics;

import org.jspecify.annotations.NullMarked;
