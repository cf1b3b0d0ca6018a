/** Ollama's own chat dialect, for servers that are configured to be spoken to in it. */
@NullMarked
package dev.undercut.dialect.ollama;

import org.jspecify.annotations.NullMarked;
