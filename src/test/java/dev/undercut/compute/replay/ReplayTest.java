package dev.undercut.compute.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private static final Path EXCERPT = Path.of("src/test/resources/replay");
    private static final List<String> ALL =
            List.of(
                    "date",
                    "game24",
                    "gsm8k-openai",
                    "gsm8k-zeroeval",
                    "humaneval",
                    "last-letters",
                    "math-rm8");

    @TempDir private Path home;

    @Test
    void every_metric_of_the_excerpt_is_what_its_definition_says() throws IOException {
        assertThat(new Recordings(EXCERPT).names()).isEqualTo(ALL);
        assertSame(values(EXCERPT), BruteForce.of(EXCERPT, ALL));
    }

    @Test
    void the_excerpt_has_every_kind_of_metric() throws IOException {
        assertThat(Replay.of(new Recordings(EXCERPT)).metrics().stream().map(Metric::metric))
                .contains(
                        "accuracy",
                        "pass@k",
                        "majority_first@k",
                        "majority_rot@k",
                        "best_score_rot@k",
                        "weighted_rot@k",
                        "behaviour_vote_rot@k",
                        "codet_rot@k",
                        "adaptive_beta_0.80_acc",
                        "adaptive_beta_0.95_samples",
                        "esc_w5_acc",
                        "powerlaw_a",
                        "tot_any",
                        "tot_candidates",
                        "usd_per_question_at_30_60",
                        "multi_majority",
                        "cascade_agree2_escalated");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void other_questions_and_other_orders_of_samples_give_what_their_definition_says(long seed)
            throws IOException {
        Random random = new Random(seed);
        for (String name : ALL) {
            permuted(name, random);
        }
        Map<String, Double> now = values(home);
        assertSame(now, BruteForce.of(home, ALL));
        assertThat(now).isNotEqualTo(values(EXCERPT));
    }

    /** Answers change places within a question and between questions; rows come in any order. */
    private void permuted(String name, Random random) throws IOException {
        for (String end : List.of(".usage.csv", "-tot.trees.jsonl", ".questions.jsonl")) {
            Path file = EXCERPT.resolve(name + end);
            if (Files.exists(file)) {
                Files.copy(file, home.resolve(name + end));
            }
        }
        List<String> lines = Files.readAllLines(EXCERPT.resolve(name + ".samples.csv"));
        Map<String, List<String>> places = new TreeMap<>();
        Map<String, List<String>> answers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int model = line.indexOf(',') + 1;
            int index = line.indexOf(',', model) + 1;
            int answer = line.indexOf(',', index) + 1;
            String key = line.substring(model, index);
            places.computeIfAbsent(key, k -> new ArrayList<>()).add(line.substring(0, answer));
            answers.computeIfAbsent(key, k -> new ArrayList<>()).add(line.substring(answer));
        }
        List<String> mixed = new ArrayList<>();
        for (String key : places.keySet()) {
            List<String> moved = new ArrayList<>(answers.get(key));
            Collections.shuffle(moved, random);
            for (int i = 0; i < moved.size(); i++) {
                mixed.add(places.get(key).get(i) + moved.get(i));
            }
        }
        Collections.shuffle(mixed, random);
        mixed.addFirst(lines.getFirst());
        Files.write(home.resolve(name + ".samples.csv"), mixed);
    }

    @Test
    void our_tree_search_keeps_what_was_kept_in_every_step() throws IOException {
        assertThat(Replay.of(new Recordings(EXCERPT)).trees())
                .containsExactly(new Replay.TreeCheck("game24", "gpt-4/tot-bfs-b5", 16, 16));
    }

    @Test
    void a_step_that_kept_something_else_is_not_called_reproduced() throws IOException {
        copy("game24.samples.csv", "game24.usage.csv");
        String trees = Files.readString(EXCERPT.resolve("game24-tot.trees.jsonl"));
        Files.writeString(
                home.resolve("game24-tot.trees.jsonl"),
                trees.replaceFirst("\"selected\":\\[0,1,", "\"selected\":[1,0,"));
        assertThat(Replay.of(new Recordings(home)).trees())
                .containsExactly(new Replay.TreeCheck("game24", "gpt-4/tot-bfs-b5", 16, 15));
    }

    @Test
    void a_data_set_of_any_name_is_read_for_what_it_holds() throws IOException {
        Files.copy(EXCERPT.resolve("math-rm8.samples.csv"), home.resolve("mine.samples.csv"));
        Map<String, Double> mine = values(home);
        Map<String, Double> known = new HashMap<>();
        values(EXCERPT)
                .forEach((key, value) -> {
                    if (key.startsWith("math-rm8,")) {
                        known.put(key.replace("math-rm8,", "mine,"), value);
                    }
                });
        assertThat(mine).isEqualTo(known);
    }

    @Test
    void pass_at_k_of_three_samples_with_one_right_is_known() throws IOException {
        write("a,m,0,x,1,,5", "a,m,1,y,0,,5", "a,m,2,,0,,5");
        Map<String, Double> values = values(home);
        assertThat(values.get("tiny,m,pass@k,2")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(values.get("tiny,m,pass@k,3")).isEqualTo(1);
        // An equal number of votes: the answer that came first, which is right.
        assertThat(values.get("tiny,m,majority_first@k,3")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,m,x,b,1,,5          | tiny.samples.csv:2: sample_index: expected a whole",
                "a,m,0,b,yes,,5        | tiny.samples.csv:2: correct: expected 0 or 1",
                "a,m,0,b,1,many,5      | tiny.samples.csv:2: score: expected a number",
                "a,m,0,b,1,,-5         | tiny.samples.csv:2: out_chars: expected a whole",
                "a,,0,b,1,,5           | tiny.samples.csv:2: model is empty",
                "a,m,0,b               | tiny.samples.csv:2: no value in column correct",
            })
    void a_broken_row_is_named_by_file_and_line(String row, String message) throws IOException {
        write(row);
        assertThatThrownBy(() -> Replay.of(new Recordings(home)))
                .isInstanceOf(BrokenRecordingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_sample_that_comes_twice_is_refused() throws IOException {
        write("a,m,0,x,1,,5", "a,m,0,y,0,,5");
        assertThatThrownBy(() -> Replay.of(new Recordings(home)))
                .hasMessageContaining("question a has sample 0 twice");
    }

    @Test
    void a_folder_without_recordings_is_refused() {
        assertThatThrownBy(() -> Replay.of(new Recordings(home)))
                .hasMessageContaining("no recorded samples");
        assertThatThrownBy(() -> Replay.of(new Recordings(home.resolve("none"))))
                .hasMessageContaining("not a directory");
    }

    /** Runs where all recordings are: -Dundercut.samples=DIR or UNDERCUT_SAMPLES. */
    @Test
    void all_recordings_give_the_golden_numbers() throws IOException {
        String folder = System.getProperty("undercut.samples", System.getenv("UNDERCUT_SAMPLES"));
        Assumptions.assumeTrue(folder != null, "no folder of recordings is named");
        Map<String, Double> golden = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(folder, "golden.csv"))) {
            String[] cells = line.split(",", -1);
            if (!cells[0].equals("dataset")) {
                golden.put(
                        String.join(",", cells[0], cells[1], cells[2], cells[3]),
                        Double.valueOf(cells[4]));
            }
        }
        assertThat(golden).hasSizeGreaterThanOrEqualTo(336);
        assertSame(values(Path.of(folder)), golden);
        assertThat(Replay.of(new Recordings(Path.of(folder))).trees())
                .allSatisfy(check -> assertThat(check.reproduced()).isEqualTo(check.steps()))
                .isNotEmpty();
    }

    private static void assertSame(Map<String, Double> ours, Map<String, Double> expected) {
        assertThat(ours.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach(
                (key, value) -> assertThat(ours.get(key)).as(key).isCloseTo(value, within(1e-6)));
    }

    private static Map<String, Double> values(Path folder) throws IOException {
        Map<String, Double> values = new HashMap<>();
        for (Metric metric : Replay.of(new Recordings(folder)).metrics()) {
            String key =
                    String.join(
                            ",",
                            metric.dataset(),
                            metric.model(),
                            metric.metric(),
                            Integer.toString(metric.k()));
            assertThat(values.put(key, metric.value())).as("twice: " + key).isNull();
        }
        return values;
    }

    private void write(String... rows) throws IOException {
        String head = "question_id,model,sample_index,answer,correct,score,out_chars";
        Files.write(
                home.resolve("tiny.samples.csv"),
                Stream.concat(Stream.of(head), Stream.of(rows)).toList());
    }

    private void copy(String... names) throws IOException {
        for (String name : names) {
            Files.copy(EXCERPT.resolve(name), home.resolve(name));
        }
    }
}
