package dev.undercut.market.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercut.Golden;
import dev.undercut.chat.Effort;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.data.CapabilityFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index that the shipped scores give. */
class CapabilityFitTest {

    @Test
    void the_shipped_index_is_what_the_shipped_scores_give() {
        FitFiles.of(Fitted.FIT).forEach((file, text) -> Golden.assertMatches("data/" + file, text));
    }

    @Test
    void the_shipped_index_reads_back_as_it_was_fitted() {
        CapabilityIndex read = CapabilityFiles.index();

        assertThat(read.version()).isEqualTo(Fitted.FIT.index().version()).isEqualTo("ci@2026.11");
        assertThat(read.entries()).hasSameSizeAs(Fitted.FIT.index().entries());
        for (int i = 0; i < read.entries().size(); i++) {
            CapabilityIndex.Entry fresh = Fitted.FIT.index().entries().get(i);
            CapabilityIndex.Entry stored = read.entries().get(i);
            assertThat(stored)
                    .usingRecursiveComparison()
                    .ignoringFields("scaleError")
                    .isEqualTo(fresh);
            assertThat(stored.scaleError().draws()).isEqualTo(fresh.scaleError().draws());
        }
    }

    @Test
    void a_refit_is_written_to_a_folder_and_read_from_there(@TempDir Path folder)
            throws IOException {
        Method again =
                Fitted.EVIDENCE.method().with("replicates", "4").with("version", "ci@2027.01");
        for (Map.Entry<String, String> file :
                FitFiles.of(fit(Fitted.EVIDENCE.scores(), again)).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        CapabilityIndex read = CapabilityFiles.index(folder);

        assertThat(read.version()).isEqualTo("ci@2027.01");
        assertThat(indices(read)).isEqualTo(indices(Fitted.FIT.index()));
    }

    @ParameterizedTest
    @MethodSource("dev.undercut.market.capability.Landing#all")
    void well_known_models_land_where_research_put_them(Landing landing) {
        assertThat(Fitted.place(landing.model(), landing.effort()).index())
                .isCloseTo(landing.index(), within(landing.tolerance()));
    }

    /** Each line from weak to strong; only what five families measured at default effort counts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-3.5-turbo-0613 gpt-4-0613 gpt-4-turbo gpt-4o o1-preview o1 o3 gpt-5 gpt-5.1"
                        + " gpt-5.2 gpt-5.4 gpt-5.5",
                "gpt-4o-mini gpt-4.1-mini o3-mini o4-mini gpt-5-mini",
                "gpt-4.1-nano gpt-4.1-mini gpt-4.1",
                "gpt-5-nano gpt-5-mini gpt-5",
                "claude-2.1 claude-3-sonnet claude-3-opus claude-3-5-sonnet-20240620"
                        + " claude-3-5-sonnet-20241022 claude-3-7-sonnet claude-sonnet-4"
                        + " claude-sonnet-4-5",
                "claude-3-haiku claude-3-5-haiku claude-haiku-4-5",
                "claude-3-opus claude-opus-4 claude-opus-4-1 claude-opus-4-5 claude-opus-4-6"
                        + " claude-opus-4-7 claude-opus-4-8",
                "gemini-1.5-flash gemini-2.0-flash gemini-3-flash-preview gemini-3.5-flash"
                        + " gemini-3.6-flash",
                "gemini-1.5-pro gemini-2.5-pro gemini-3-pro-preview gemini-3.1-pro-preview",
                "llama-2-70b-chat llama-3-70b-instruct llama-3.1-70b-instruct"
                        + " llama-3.3-70b-instruct",
                "llama-3.2-3b-instruct llama-3.1-8b-instruct llama-3.1-70b-instruct"
                        + " llama-3.1-405b-instruct",
                "deepseek-v2.5 deepseek-v3 deepseek-v3-0324 deepseek-v3.2 deepseek-v4-pro",
                "deepseek-r1 deepseek-r1-0528",
                "qwen2.5-7b-instruct qwen2.5-14b-instruct qwen2.5-32b-instruct"
                        + " qwen2.5-72b-instruct",
                "glm-4.6 glm-4.7 glm-5 glm-5.1",
                "kimi-k2-0711 kimi-k2-thinking kimi-k2.5 kimi-k2.6",
                "grok-2 grok-3 grok-4 grok-4.5",
                "gemma-2-9b-it gemma-2-27b-it gemma-3-27b-it",
                "mixtral-8x7b-instruct mixtral-8x22b-instruct mistral-large-2407",
                "minimax-m2 minimax-m2.1 minimax-m2.5 minimax-m2.7 minimax-m3",
                "nova-micro nova-lite nova-pro",
            })
    void within_a_makers_line_the_order_holds(String line) {
        List<CapabilityIndex.Entry> known =
                Arrays.stream(line.split(" "))
                        .map(model -> Fitted.place(model, "default"))
                        .filter(entry -> entry.families() >= 5)
                        .toList();

        assertThat(known).hasSizeGreaterThanOrEqualTo(2);
        assertThat(known)
                .extracting(CapabilityIndex.Entry::index)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "o1, deepseek-r1, 1.0, 0.4",
        "gpt-5, gemini-2.5-pro, 1.6, 0.5",
    })
    void the_scales_error_cancels_in_a_difference(
            String one, String other, double error, double tolerance) {
        CapabilityIndex.Entry a = Fitted.place(one, "default");
        CapabilityIndex.Entry b = Fitted.place(other, "default");
        double shared = Math.sqrt(a.scaleError().varianceOfDifference(b.scaleError()));

        assertThat(shared).isCloseTo(error, within(tolerance));
        assertThat(rated(one).errorAgainst(rated(other)))
                .isLessThan(0.6 * Math.hypot(a.standardError(), b.standardError()));
    }

    @Test
    void the_anchor_is_fifty_by_definition_and_everybody_elses_error_holds_the_anchors() {
        CapabilityIndex.Entry anchor = Fitted.place("gpt-4", "default");

        assertThat(anchor.index()).isEqualTo(50);
        assertThat(anchor.standardError()).isZero();
        assertThat(anchor.provisional()).isFalse();
        assertThat(Fitted.FIT.index().entries())
                .filteredOn(entry -> !entry.basis().equals("anchor"))
                .allMatch(entry -> Math.sqrt(entry.scaleError().variance()) > 1.4)
                .allMatch(entry -> entry.ownError() > 0);
    }

    @Test
    void ten_points_are_a_logit_of_the_named_references() {
        double[] logs =
                Fitted.FIT.benchmarks().stream()
                        .filter(found -> found.benchmark().reference())
                        .mapToDouble(found -> Math.log(found.slope()))
                        .toArray();

        assertThat(logs).hasSizeGreaterThan(40);
        assertThat(Arrays.stream(logs).sum()).isCloseTo(0, within(1e-6));
    }

    @Test
    void a_leaderboard_that_measures_many_models_alone_does_not_explain_itself() {
        assertThat(Fitted.FIT.benchmarks())
                .filteredOn(found -> found.benchmark().slug().startsWith("arena-text-2025"))
                .hasSize(5)
                .allMatch(found -> found.noise() > 30 && found.noise() < 50);
    }

    @Test
    void makers_claims_lie_above_what_others_measure() {
        assertThat(Fitted.FIT.claimShift()).isBetween(0.1, 0.3);
        assertThat(Fitted.FIT.claims()).isBetween(500, 800);
    }

    @Test
    void more_effort_is_commonly_worth_more() {
        Map<Effort, Double> offsets = Fitted.FIT.effortOffsets();

        assertThat(offsets.get(Effort.NONE)).isLessThan(offsets.get(Effort.LOW));
        assertThat(offsets.get(Effort.LOW)).isNegative();
        assertThat(offsets.get(Effort.HIGH)).isPositive();
        assertThat(offsets.get(Effort.MAX)).isGreaterThan(offsets.get(Effort.HIGH));
    }

    @Test
    void a_score_at_the_highest_effort_never_stands_for_a_plain_call() {
        List<CapabilityIndex.Entry> derived =
                Fitted.FIT.index().entries().stream()
                        .filter(entry -> entry.basis().startsWith("derived"))
                        .toList();

        assertThat(derived).hasSizeGreaterThan(15);
        assertThat(derived)
                .allMatch(CapabilityIndex.Entry::provisional)
                .allMatch(entry -> entry.ownError() >= 3)
                .allMatch(entry -> entry.families() == 0);
        CapabilityIndex.Entry plain = Fitted.place("gpt-5.6-sol", "default");
        CapabilityIndex.Entry most = Fitted.place("gpt-5.6-sol", "max");
        assertThat(plain.index()).isLessThan(most.index());
    }

    @Test
    void little_evidence_is_provisional_and_has_a_wide_error() {
        for (CapabilityIndex.Entry entry : Fitted.FIT.index().entries()) {
            if (entry.evidence() < 3 && !entry.basis().equals("anchor")) {
                assertThat(entry.provisional()).as(entry.model()).isTrue();
            }
        }
        assertThat(medianError(1)).isGreaterThan(medianError(2)).isBetween(3.0, 8.0);
        assertThat(medianError(2)).isGreaterThan(medianError(6));
        assertThat(medianError(6)).isBetween(0.8, 2.0);
    }

    @Test
    void what_is_known_to_look_wrong_is_told() {
        assertThat(Fitted.FIT.suspicions())
                .anyMatch(found -> found.model().equals("claude-opus-4-7"))
                .anyMatch(found -> found.model().equals("gpt-5.6-luna"))
                .anyMatch(found -> found.model().equals("llama-13b"))
                .hasSizeLessThan(60);
    }

    @Test
    void neither_the_order_of_the_scores_nor_the_number_of_threads_matters() {
        Evidence few = Fitted.EVIDENCE;
        List<Score> shuffled = new ArrayList<>(few.scores());
        Collections.shuffle(shuffled, new Random(1));
        Method quick = few.method().with("replicates", "4");

        String one = FitFiles.of(fit(few.scores(), quick)).toString();

        assertThat(FitFiles.of(fit(shuffled, quick))).hasToString(one);
    }

    @Test
    void deleting_one_score_changes_the_fit() {
        Method quick = Fitted.EVIDENCE.method().with("replicates", "4");
        List<Score> scores = new ArrayList<>(Fitted.EVIDENCE.scores());
        Score gone =
                scores.stream()
                        .filter(score -> score.model().equals("davinci"))
                        .filter(score -> score.benchmark().equals("mmlu"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Double> before = indices(fit(scores, quick).index());
        scores.remove(gone);
        Map<String, Double> after = indices(fit(scores, quick).index());

        assertThat(after.get("davinci")).isNotEqualTo(before.get("davinci"));
        assertThat(after.get("gpt-4o")).isCloseTo(before.get("gpt-4o"), within(0.5));
    }

    @Test
    void scores_of_unknown_benchmarks_or_without_the_anchor_are_refused() {
        Evidence shipped = Fitted.EVIDENCE;
        List<Score> strange = new ArrayList<>(shipped.scores());
        strange.add(new Score("gpt-4o", Effort.DEFAULT, "nobody-knows-it", 5, false));
        List<Score> adrift =
                shipped.scores().stream().filter(s -> !s.model().equals("gpt-4")).toList();

        assertThatThrownBy(() -> fit(strange, shipped.method()))
                .hasMessageContaining("unknown benchmark: nobody-knows-it");
        assertThatThrownBy(() -> fit(adrift, shipped.method()))
                .hasMessageContaining("nothing measures the anchor gpt-4");
        assertThatThrownBy(() -> fit(shipped.scores(), new Method(Map.of())))
                .hasMessageContaining("the method does not say");
    }

    private static CapabilityFit fit(List<Score> scores, Method method) {
        return CapabilityFit.of(new Evidence(scores, Fitted.EVIDENCE.benchmarks(), method));
    }

    private static Map<String, Double> indices(CapabilityIndex index) {
        Map<String, Double> found = new HashMap<>();
        index.entries().stream()
                .filter(entry -> entry.effort() == Effort.DEFAULT)
                .forEach(entry -> found.put(entry.model(), entry.index()));
        return found;
    }

    private static double medianError(int families) {
        double[] errors =
                Fitted.FIT.index().entries().stream()
                        .filter(entry -> entry.basis().equals("measured"))
                        .filter(entry -> entry.index() > 30)
                        .filter(entry -> entry.families() == families)
                        .mapToDouble(CapabilityIndex.Entry::ownError)
                        .sorted()
                        .toArray();
        return errors[errors.length / 2];
    }

    private static Rated rated(String model) {
        return (Rated) Fitted.FIT.index().of(model);
    }
}
