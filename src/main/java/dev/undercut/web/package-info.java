/** What people see in a browser, and the figures behind it as JSON. */
@NullMarked
package dev.undercut.web;

import org.jspecify.annotations.NullMarked;
