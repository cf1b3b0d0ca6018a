/** The market's analyses as questions and answers: one JSON, one CSV, one table for every door. */
@NullMarked
package dev.undercut.web.market;

import org.jspecify.annotations.NullMarked;
