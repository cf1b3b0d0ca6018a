/** Economics as questions and answers: the formulas asked with sourced inputs, book and ledger. */
@NullMarked
package dev.undercut.web.economics;

import org.jspecify.annotations.NullMarked;
