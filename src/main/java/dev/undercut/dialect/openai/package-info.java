/** The OpenAI chat dialect, for clients and for providers. */
@NullMarked
package dev.undercut.dialect.openai;

import org.jspecify.annotations.NullMarked;
