/** Whole requests of the OpenAI chat dialect: read into neutral words, and written from them. */
@NullMarked
package dev.undercut.dialect.openai.request;

import org.jspecify.annotations.NullMarked;
