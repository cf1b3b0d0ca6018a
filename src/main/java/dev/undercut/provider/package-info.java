/** Where answers come from: providers over HTTP, and the sandbox. */
@NullMarked
package dev.undercut.provider;

import org.jspecify.annotations.NullMarked;
