package dev.undercut.app.config;

import java.util.List;

/** One key of the file: enough to read its value, to refuse another, and to document it. */
sealed interface Key {

    /** As written in the file. */
    String name();

    /** What it is for, in one sentence. */
    String meaning();

    /** One value. */
    record One<T>(String name, Kind<T> kind, Standard standard, String meaning) implements Key {}

    /** A list of values, or a single one in its place. */
    record Many<T>(String name, Kind<T> kind, Standard standard, String meaning) implements Key {}

    /** A map from free names to values. */
    record Pairs<T>(String name, String each, Kind<T> kind, String meaning) implements Key {}

    /** A map with keys of its own. */
    record Group(String name, List<Key> keys, String meaning) implements Key {}

    /** A list of maps that all have the same keys. */
    record Rows(String name, List<Key> keys, String meaning) implements Key {}

    /** A map from free names to maps that all have the same keys. */
    record Named(String name, String each, Kind<String> names, List<Key> keys, String meaning)
            implements Key {}

    /** What holds when the file does not say. */
    sealed interface Standard {

        /** The value, as it would be written in the file. */
        record Written(String text) implements Standard {}

        /** A value that depends on other things, in words. */
        record Derived(String words) implements Standard {}
    }
}
