package dev.undercut.compute.replay;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * One data set.
 *
 * @param name as in its files' names
 * @param questions all questions that are asked in it
 * @param tested whether the answers say which generated tests they pass
 * @param samples by model and question, each list by sample index and never empty
 * @param usage tokens by method, where they were recorded
 * @param trees recorded tree searches
 */
record Recorded(
        String name,
        SortedSet<String> questions,
        boolean tested,
        SortedMap<String, SortedMap<String, List<Sample>>> samples,
        SortedMap<String, List<Usage>> usage,
        List<Trees> trees) {

    /**
     * Tokens of all outputs of one method for one question.
     *
     * @param outputs how many answers they made
     */
    record Usage(String question, long prompt, long completion, int outputs) {}

    /**
     * The tree searches of one method.
     *
     * @param method the name of it
     * @param runs one for each question
     */
    record Trees(String method, List<Run> runs) {}

    /**
     * One tree search.
     *
     * @param question its id
     * @param steps from the first level down
     * @param ends whether each of the paths that were left at the end is right, best first
     */
    record Run(String question, List<Step> steps, List<Boolean> ends) {}

    /**
     * One level.
     *
     * @param values of all candidates, in order
     * @param selected those that were kept, best first
     */
    record Step(List<Double> values, List<Integer> selected) {}

    /** The fewest samples that any question has of a model. */
    static int fewest(SortedMap<String, List<Sample>> byQuestion) {
        return byQuestion.values().stream().mapToInt(List::size).min().orElse(0);
    }
}
