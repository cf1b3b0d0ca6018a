package dev.undercut.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. Its message has one line for each problem. */
public final class BrokenConfig extends Exception {

    private static final int MOST_LINES = 50;

    private final transient List<Problem> problems;

    BrokenConfig(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    BrokenConfig(Problem problem) {
        this(List.of(problem));
    }

    /** Everything that is wrong, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        String lines =
                problems.stream()
                        .limit(MOST_LINES)
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n"));
        int more = problems.size() - MOST_LINES;
        return more > 0 ? lines + "\nand " + more + " more" : lines;
    }
}
