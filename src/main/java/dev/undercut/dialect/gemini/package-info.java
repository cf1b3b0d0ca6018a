/** Google's generateContent dialect, spoken to the Gemini API and to Vertex AI. */
@NullMarked
package dev.undercut.dialect.gemini;

import org.jspecify.annotations.NullMarked;
