/**
 * Test-time compute: strategies that spend several calls on one question, inside a money budget.
 * Sees a model to call and a purse, never a provider.
 */
@NullMarked
package dev.undercut.compute;

import org.jspecify.annotations.NullMarked;
