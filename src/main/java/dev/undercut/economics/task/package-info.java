/** What a solved task costs when a model may try more than once. */
@NullMarked
package dev.undercut.economics.task;

import org.jspecify.annotations.NullMarked;
