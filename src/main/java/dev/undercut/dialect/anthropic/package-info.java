/** Anthropic's Messages, to clients and to providers. */
@NullMarked
package dev.undercut.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
