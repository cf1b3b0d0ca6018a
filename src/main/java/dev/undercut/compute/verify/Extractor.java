package dev.undercut.compute.verify;

import java.util.Optional;

/** Finds the answer in a text, in a form that equal answers share. */
public interface Extractor {
    /** The normalised answer; empty where there is none, so that the text abstains from a vote. */
    Optional<String> extract(String text);
}
