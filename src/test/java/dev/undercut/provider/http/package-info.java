@NullMarked
package dev.undercut.provider.http;

import org.jspecify.annotations.NullMarked;
