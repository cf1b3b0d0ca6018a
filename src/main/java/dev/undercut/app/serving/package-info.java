/** Puts market, configuration and discovered providers together into what the gateway serves. */
@NullMarked
package dev.undercut.app.serving;

import org.jspecify.annotations.NullMarked;
