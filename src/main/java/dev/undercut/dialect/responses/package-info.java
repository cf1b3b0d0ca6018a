/**
 * OpenAI's Responses API for clients; what they say is always translated, and nothing is stored.
 */
@NullMarked
package dev.undercut.dialect.responses;

import org.jspecify.annotations.NullMarked;
