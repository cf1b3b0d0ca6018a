package dev.undercut.compute.verify;

import dev.undercut.compute.verify.confined.Confinement;

/**
 * What verifiers need of the house.
 *
 * @param callback asks somebody else's program
 * @param confinement runs code of strangers, or says why it cannot
 */
public record Tools(Callback callback, Confinement confinement) {}
