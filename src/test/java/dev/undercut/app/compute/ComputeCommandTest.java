package dev.undercut.app.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code undercut compute replay} and {@code curve} print, and how they end. */
class ComputeCommandTest {
    private static final String EXCERPT = "src/test/resources/replay";
    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    @TempDir private Path home;

    private record Ended(int code, String out, String err) {}

    private static Ended run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new ComputeCommand());
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(args);
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void replay_prints_one_document_with_every_row() throws IOException {
        Ended ended = run("replay", EXCERPT, "--json");
        assertThat(ended.code()).isZero();
        JsonNode document = STRICT.readTree(ended.out());
        assertThat(document.at("/rows")).hasSizeGreaterThan(150);
        for (JsonNode row : document.at("/rows")) {
            assertThat(row.properties().stream().map(java.util.Map.Entry::getKey))
                    .containsExactly("dataset", "model", "metric", "k", "value", "questions");
            assertThat(row.get("value").isNumber()).isTrue();
        }
        assertThat(document.at("/trees/0/reproduced")).isEqualTo(document.at("/trees/0/steps"));
    }

    @Test
    void replay_prints_the_same_rows_as_a_table_and_as_csv() {
        List<String> csv = run("replay", EXCERPT, "--csv").out().lines().toList();
        assertThat(csv.getFirst()).isEqualTo("dataset,model,metric,k,value,questions");
        Ended table = run("replay", EXCERPT);
        assertThat(table.code()).isZero();
        assertThat(table.out().lines().toList()).hasSize(csv.size() + 1);
        assertThat(table.out()).contains("our selection is the recorded one in 16 of 16 steps");
    }

    @Test
    void curve_says_who_is_ahead_at_equal_dollars_and_where_each_peaks() throws IOException {
        Ended ended = run("curve", EXCERPT, "--json", "--resamples", "100");
        assertThat(ended.code()).isZero();
        JsonNode document = STRICT.readTree(ended.out());
        for (String part : List.of("points", "equal_dollars", "peaks", "notes")) {
            assertThat(document.get(part)).as(part).isNotEmpty();
        }
        assertThat(document.findValuesAsText("method")).contains("best-of", "vote", "tree", "mcts");
        Ended text = run("curve", EXCERPT, "--resamples", "100");
        assertThat(text.out())
                .contains("Where each way is best", "Who is ahead at equal dollars", "out_chars/4");
        assertThat(run("curve", EXCERPT, "--csv", "--resamples", "100").out())
                .startsWith("dataset,model,method,verifier,n,usd,accuracy,low,high\r\n");
    }

    @Test
    void another_price_is_another_cost_and_the_same_accuracy() throws IOException {
        JsonNode dear =
                STRICT.readTree(run("curve", EXCERPT, "--json", "--resamples", "100").out());
        JsonNode cheap =
                STRICT.readTree(
                        run(
                                        "curve",
                                        EXCERPT,
                                        "--json",
                                        "--resamples",
                                        "100",
                                        "--price-in",
                                        "3",
                                        "--price-out",
                                        "6")
                                .out());
        JsonNode before = dear.at("/points/0");
        JsonNode after = cheap.at("/points/0");
        assertThat(after.get("usd").doubleValue() * 10)
                .isCloseTo(
                        before.get("usd").doubleValue(),
                        org.assertj.core.api.Assertions.within(1e-12));
        assertThat(after.get("accuracy")).isEqualTo(before.get("accuracy"));
    }

    @Test
    void a_folder_that_cannot_be_is_wrong_usage_and_said_in_one_line() throws IOException {
        for (String command : List.of("replay", "curve")) {
            assertThat(run(command, home.resolve("none").toString()).err())
                    .startsWith("undercut: no such directory: ");
            assertThat(run(command, "pom.xml").err()).startsWith("undercut: not a directory: ");
            Ended empty = run(command, home.toString());
            assertThat(empty.err()).startsWith("undercut: no recorded samples (*.samples.csv) in ");
            assertThat(empty.err().lines()).hasSize(1);
            assertThat(empty.code()).isEqualTo(2);
            assertThat(empty.out()).isEmpty();
            assertThat(run(command, EXCERPT, "--json", "--csv").code()).isEqualTo(2);
        }
        assertThat(run("replay").code()).isEqualTo(2);
        assertThat(run("curve", EXCERPT, "--resamples", "1").code()).isEqualTo(2);
        assertThat(run("curve", EXCERPT, "--price-out", "-1").code()).isEqualTo(2);
        assertThat(run("curve", EXCERPT, "--price-in", "0", "--price-out", "0").code())
                .isEqualTo(2);
    }

    @Test
    void a_broken_file_is_named_with_its_line() throws IOException {
        Files.writeString(
                home.resolve("x.samples.csv"),
                "question_id,model,sample_index,answer,correct,score,out_chars\nq,m,0,a,2,,1\n");
        assertThat(run("replay", home.toString()).code()).isEqualTo(1);
    }
}
