/** The configuration file: what its keys mean, how they are read, checked and watched. */
@NullMarked
package dev.undercut.app.config;

import org.jspecify.annotations.NullMarked;
