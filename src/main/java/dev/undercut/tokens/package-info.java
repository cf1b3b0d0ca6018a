/**
 * How many tokens a text is: counted where the tokeniser is public, else estimated by a stated
 * rule.
 */
@NullMarked
package dev.undercut.tokens;

import org.jspecify.annotations.NullMarked;
