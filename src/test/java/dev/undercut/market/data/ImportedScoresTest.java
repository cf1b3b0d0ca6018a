package dev.undercut.market.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.market.capability.Evidence;
import dev.undercut.market.capability.Score;
import dev.undercut.market.intake.ScoreFact;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imported scores beside the shipped ones, and where the index that is made of them is kept. */
class ImportedScoresTest {
    private static final Evidence SHIPPED = CapabilityFiles.evidence();
    private static final String VERSION = SHIPPED.method().version();

    @TempDir private Path home;

    private static ScoreFact score(String benchmark, String score, String kind, String source) {
        return new ScoreFact(
                "gpt-4o", "default", benchmark, new BigDecimal(score), "%", null, kind, source);
    }

    private static List<Double> values(Evidence evidence, boolean claimed) {
        return evidence.scores().stream()
                .filter(score -> score.model().equals("gpt-4o"))
                .filter(score -> score.effort().code().equals("default"))
                .filter(score -> score.benchmark().equals("gpqa-diamond"))
                .filter(score -> score.claimed() == claimed)
                .map(Score::value)
                .toList();
    }

    @Test
    void the_same_scores_give_the_same_version_in_any_order_and_words() {
        ScoreFact one = score("mmlu", "88.0", "independent", "a page");
        ScoreFact two = score("gpqa-diamond", "50", "self-reported", "a card");
        String version = new ImportedScores(List.of(one, two)).version("ci@2026.11");
        assertThat(version).matches("ci@2026\\.11\\+[0-9a-f]{8}");
        assertThat(new ImportedScores(List.of(two, one, two)).version("ci@2026.11"))
                .isEqualTo(version);
        ScoreFact elsewhere = score("mmlu", "88", "crowd", "another page");
        assertThat(new ImportedScores(List.of(elsewhere, two)).version("ci@2026.11"))
                .isEqualTo(version);
        ScoreFact other = score("mmlu", "88.1", "independent", "a page");
        assertThat(new ImportedScores(List.of(other, two)).version("ci@2026.11"))
                .isNotEqualTo(version);
        assertThat(new ImportedScores(List.of(one, two)).version("ci@2027.1"))
                .startsWith("ci@2027.1+");
        assertThat(new ImportedScores(List.of()).version("ci@2026.11")).isEqualTo("ci@2026.11");
    }

    @Test
    void an_imported_score_stands_in_for_the_shipped_ones_of_its_claimant_only() {
        List<Double> claims = values(SHIPPED, true);
        assertThat(values(SHIPPED, false)).isNotEmpty().doesNotContain(77.5);
        ImportedScores imported =
                new ImportedScores(
                        List.of(
                                score("gpqa-diamond", "77.5", "independent", "one"),
                                score("gpqa-diamond", "78.5", "independent", "two")));
        Evidence with = imported.with(SHIPPED);
        assertThat(values(with, false)).containsExactlyInAnyOrder(77.5, 78.5);
        assertThat(values(with, true)).isEqualTo(claims);
        assertThat(with.method().version()).isEqualTo(imported.version(VERSION));
    }

    @ParameterizedTest
    @CsvSource({
        "gpqa-diamond, 50, %, ''",
        "made-up, 50, %, not known: made-up",
        "gpqa-diamond, 50, elo, not in percent",
        "arena-text-2025-11, 50, %, open scale",
        "arena-text-2025-11, 1450, elo, ''",
        "arena-text-2025-11, 14500, elo, further from all known",
    })
    void a_score_that_can_be_no_evidence_is_refused(
            String benchmark, String score, String unit, String reason) {
        ScoreFact fact =
                new ScoreFact(
                        "gpt-4o",
                        "default",
                        benchmark,
                        new BigDecimal(score),
                        unit,
                        null,
                        "crowd",
                        "a board");
        assertThat(ImportedScores.refusal(fact, SHIPPED).isEmpty()).isEqualTo(reason.isEmpty());
        assertThat(ImportedScores.refusal(fact, SHIPPED).orElse("")).contains(reason);
    }

    private static Map<String, String> files(String places) {
        return Map.of("capability.csv", places, "capability-draws.csv", "", "scores.csv", "");
    }

    @Test
    void a_folder_is_there_whole_or_not_at_all() throws IOException {
        CapabilityFolders folders = new CapabilityFolders(home);
        assertThat(folders.newest()).isEmpty();
        folders.keepOnly(Set.of());
        assertThat(home).isEmptyDirectory();
        Path killed = Files.createDirectories(home.resolve("capability/.unfinished12"));
        Files.writeString(killed.resolve("capability.csv"), "mod");
        assertThat(folders.newest()).isEmpty();
        folders.write("ci@1+a", files("one"));
        folders.use("ci@1+a", Instant.EPOCH);
        folders.write("ci@1+b", files("two"));
        assertThat(folders.newest()).contains(folders.place("ci@1+b"));
        assertThat(folders.of("ci@1+a").orElseThrow().resolve("capability.csv")).hasContent("one");
        folders.keepOnly(Set.of("ci@1+b"));
        assertThat(home.resolve("capability"))
                .isDirectoryContaining(path -> path.endsWith("ci@1+b"))
                .satisfies(path -> assertThat(path.toFile().list()).hasSize(1));
        assertThat(folders.of("ci@1+a")).isEmpty();
        Files.delete(folders.place("ci@1+b").resolve("scores.csv"));
        assertThat(folders.of("ci@1+b")).isEmpty();
        folders.write("ci@1+b", files("three"));
        assertThat(folders.of("ci@1+b")).isPresent();
    }
}
