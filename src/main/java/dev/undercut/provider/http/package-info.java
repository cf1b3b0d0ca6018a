/** One HTTP/1.1 exchange with a provider: connections kept alive, head, body, deadlines. */
@NullMarked
package dev.undercut.provider.http;

import org.jspecify.annotations.NullMarked;
