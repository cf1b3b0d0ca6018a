/**
 * Who keeps what of a price: provider, wrapper and user; what falls behind a fall of prices; how
 * much hardware demand needs.
 */
@NullMarked
package dev.undercut.economics.margin;

import org.jspecify.annotations.NullMarked;
