/**
 * Runs of test-time compute in the place of one call: reads what a request asks for, makes the
 * calls through the same door that requests come by, and answers with one answer and one bill.
 */
@NullMarked
package dev.undercut.dispatch.run;

import org.jspecify.annotations.NullMarked;
