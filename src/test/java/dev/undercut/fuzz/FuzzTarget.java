package dev.undercut.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is fuzzed. */
enum FuzzTarget {
    SSE(SseTarget.class, SseTarget::fuzzerTestOneInput),
    REQUEST(RequestTarget.class, RequestTarget::fuzzerTestOneInput),
    STREAM(StreamTarget.class, StreamTarget::fuzzerTestOneInput),
    WHOLE(WholeTarget.class, WholeTarget::fuzzerTestOneInput);

    @FunctionalInterface
    interface Check {
        void run(byte[] input) throws Exception;
    }

    private final Class<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // a method, which holds nothing
    private final Check check;

    FuzzTarget(Class<?> type, Check check) {
        this.type = type;
        this.check = check;
    }

    /** The class that a fuzzer calls. */
    String className() {
        return type.getName();
    }

    /** Throws when a promise is broken. */
    void run(byte[] input) throws Exception {
        check.run(input);
    }

    /** Where its inputs are kept. */
    Path folder() {
        return Path.of("src/test/resources/fuzz", name().toLowerCase(Locale.ROOT));
    }

    /** Its inputs, in order. */
    List<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
