/** What the simulated models can do: read a question, know its answer, and get it wrong well. */
@NullMarked
package dev.undercut.provider.sandbox.skill;

import org.jspecify.annotations.NullMarked;
