/** Answers in one form, from which every door makes its JSON, its CSV, its table and its plot. */
@NullMarked
package dev.undercut.web.answer;

import org.jspecify.annotations.NullMarked;
