/**
 * A provider without a provider: simulated models, marked as such, that answer arithmetic, word
 * problems and the game of 24 with a stated accuracy, speed and price. Outside sees only bytes of
 * the OpenAI dialect; the truth stays in here.
 */
@NullMarked
package dev.undercut.provider.sandbox;

import org.jspecify.annotations.NullMarked;
