/** Exact money: USD in whole pico-dollars and prices per token. No floating point anywhere. */
@NullMarked
package dev.undercut.money;

import org.jspecify.annotations.NullMarked;
