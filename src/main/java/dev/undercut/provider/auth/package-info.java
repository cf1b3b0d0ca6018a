/** Proofs of who asks that must be made: signatures of AWS, tokens of Google. */
@NullMarked
package dev.undercut.provider.auth;

import org.jspecify.annotations.NullMarked;
