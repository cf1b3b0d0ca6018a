/** Where the product's records are kept: one package for each kind of database, behind ports. */
@NullMarked
package dev.undercut.store;

import org.jspecify.annotations.NullMarked;
