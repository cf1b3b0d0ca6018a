package dev.undercut.compute.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.compute.replay.Recorded.Run;
import dev.undercut.compute.replay.Recorded.Step;
import dev.undercut.compute.replay.Recorded.Trees;
import dev.undercut.compute.replay.Recorded.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a folder of recorded samples, one data set at a time. The order of rows means nothing. */
public final class Recordings {
    private static final String SAMPLES = ".samples.csv";
    private static final String QUESTIONS = ".questions.jsonl";
    private static final String USAGE = ".usage.csv";
    private static final String TREES = ".trees.jsonl";

    /** A program's digest and a bit for each generated test. */
    private static final Pattern BEHAVIOUR = Pattern.compile("[^:]+:[01]*");

    private final Path folder;

    /** Those of a folder. */
    public Recordings(Path folder) {
        this.folder = folder;
    }

    /**
     * The names of the data sets there, in order.
     *
     * @throws IOException when it is no folder that can be read, or holds none
     */
    public List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("not a directory: " + folder);
        }
        List<String> names = new ArrayList<>(files(SAMPLES));
        if (names.isEmpty()) {
            throw new IOException("no recorded samples (*" + SAMPLES + ") in " + folder);
        }
        return names;
    }

    /** The names of all files that end so, without the end, in order. */
    private List<String> files(String end) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.endsWith(end))
                    .map(name -> name.substring(0, name.length() - end.length()))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads one data set.
     *
     * @throws BrokenRecordingException when a file of it is not as it should be
     */
    Recorded read(String name) throws IOException {
        SortedMap<String, SortedMap<String, List<Sample>>> samples = samples(name);
        SortedSet<String> questions = new TreeSet<>();
        samples.values().forEach(byQuestion -> questions.addAll(byQuestion.keySet()));
        SortedMap<String, List<Usage>> usage = usage(name);
        return new Recorded(
                name,
                questions,
                tested(name, samples),
                samples,
                usage,
                trees(name, samples, usage));
    }

    private SortedMap<String, SortedMap<String, List<Sample>>> samples(String name)
            throws IOException {
        SortedMap<String, SortedMap<String, List<Sample>>> samples = new TreeMap<>();
        // Answers repeat: one copy of each is enough.
        Map<String, String> known = new HashMap<>();
        CsvRows.read(
                folder.resolve(name + SAMPLES),
                List.of(
                        "question_id",
                        "model",
                        "sample_index",
                        "answer",
                        "correct",
                        "score",
                        "out_chars"),
                row -> {
                    String answer = row.text("answer");
                    samples.computeIfAbsent(row.filled("model"), m -> new TreeMap<>())
                            .computeIfAbsent(row.filled("question_id"), q -> new ArrayList<>())
                            .add(
                                    new Sample(
                                            (int) row.count("sample_index"),
                                            known.computeIfAbsent(answer, a -> a),
                                            row.flag("correct"),
                                            row.number("score"),
                                            row.count("out_chars")));
                });
        if (samples.isEmpty()) {
            throw new BrokenRecordingException(name + SAMPLES, 0, "it has no rows");
        }
        for (SortedMap<String, List<Sample>> byQuestion : samples.values()) {
            for (Map.Entry<String, List<Sample>> one : byQuestion.entrySet()) {
                ordered(name, one.getKey(), one.getValue());
            }
        }
        return samples;
    }

    private static void ordered(String name, String question, List<Sample> samples)
            throws IOException {
        samples.sort(Comparator.comparingInt(Sample::index));
        for (int i = 1; i < samples.size(); i++) {
            if (samples.get(i).index() == samples.get(i - 1).index()) {
                throw new BrokenRecordingException(
                        name + SAMPLES,
                        0,
                        "question %s has sample %d twice"
                                .formatted(question, samples.get(i).index()));
            }
        }
    }

    /** The questions say how many tests were generated, and the answers which of them pass. */
    private boolean tested(String name, SortedMap<String, SortedMap<String, List<Sample>>> samples)
            throws IOException {
        Path file = folder.resolve(name + QUESTIONS);
        if (!Files.exists(file)) {
            return false;
        }
        boolean[] generated = {true};
        JsonLines.read(file, line -> generated[0] &= line.value().has("generated_tests"));
        return generated[0]
                && samples.values().stream()
                        .flatMap(byQuestion -> byQuestion.values().stream())
                        .flatMap(List::stream)
                        .map(Sample::answer)
                        .allMatch(a -> a.isEmpty() || BEHAVIOUR.matcher(a).matches());
    }

    private SortedMap<String, List<Usage>> usage(String name) throws IOException {
        SortedMap<String, List<Usage>> usage = new TreeMap<>();
        Path file = folder.resolve(name + USAGE);
        if (Files.exists(file)) {
            CsvRows.read(
                    file,
                    List.of(
                            "question_id",
                            "method",
                            "prompt_tokens",
                            "completion_tokens",
                            "outputs"),
                    row ->
                            usage.computeIfAbsent(row.filled("method"), m -> new ArrayList<>())
                                    .add(
                                            new Usage(
                                                    row.filled("question_id"),
                                                    row.count("prompt_tokens"),
                                                    row.count("completion_tokens"),
                                                    (int) row.count("outputs"))));
        }
        return usage;
    }

    /**
     * Trees stand in files that begin with the data set's name. Their method is the one that tokens
     * were recorded for and samples were not; else the rest of the file's name.
     */
    private List<Trees> trees(
            String name,
            SortedMap<String, SortedMap<String, List<Sample>>> samples,
            SortedMap<String, List<Usage>> usage)
            throws IOException {
        List<String> others = files(SAMPLES);
        List<String> unsampled =
                usage.keySet().stream().filter(method -> !samples.containsKey(method)).toList();
        List<Trees> trees = new ArrayList<>();
        for (String file : files(TREES)) {
            boolean nearer =
                    others.stream()
                            .anyMatch(other ->
                                    other.length() > name.length() && file.startsWith(other + "-"));
            if (!file.startsWith(name + "-") || nearer) {
                continue;
            }
            List<Run> runs = new ArrayList<>();
            JsonLines.read(folder.resolve(file + TREES), line -> runs.add(run(line)));
            String method =
                    unsampled.size() == 1
                            ? unsampled.getFirst()
                            : file.substring(name.length() + 1);
            trees.add(new Trees(method, runs));
        }
        return trees;
    }

    private static Run run(JsonLines.Line line) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : line.array(line.value(), "steps")) {
            List<Double> values = new ArrayList<>();
            for (JsonNode candidate : line.array(step, "candidates")) {
                values.add(line.number(candidate, "value"));
            }
            List<Integer> selected = new ArrayList<>();
            for (JsonNode kept : line.array(step, "selected")) {
                selected.add(line.below(kept, values.size()));
            }
            steps.add(new Step(List.copyOf(values), List.copyOf(selected)));
        }
        List<Boolean> ends = new ArrayList<>();
        for (JsonNode end : line.array(line.value(), "final")) {
            ends.add(line.flag(end, "correct"));
        }
        return new Run(line.text("question_id"), steps, ends);
    }
}
