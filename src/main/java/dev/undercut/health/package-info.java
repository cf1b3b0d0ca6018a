/** What own traffic shows of providers: who answers, how fast, and who is better left alone. */
@NullMarked
package dev.undercut.health;

import org.jspecify.annotations.NullMarked;
