/**
 * What tells a good answer from a bad one: extractors find the answer in a text, verifiers check or
 * score it. What runs a stranger's code does so in a confined process of its own.
 */
@NullMarked
package dev.undercut.compute.verify;

import org.jspecify.annotations.NullMarked;
