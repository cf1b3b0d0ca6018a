/** What an event on the market does to a bill, and when a strategy becomes affordable. */
@NullMarked
package dev.undercut.economics.scenario;

import org.jspecify.annotations.NullMarked;
