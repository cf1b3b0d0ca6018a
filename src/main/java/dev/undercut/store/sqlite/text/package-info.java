/** Lists of the books as texts of one column. */
@NullMarked
package dev.undercut.store.sqlite.text;

import org.jspecify.annotations.NullMarked;
