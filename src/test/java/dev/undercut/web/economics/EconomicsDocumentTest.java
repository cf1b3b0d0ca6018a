package dev.undercut.web.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.Golden;
import dev.undercut.economics.data.EconomicsFiles;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.facts.InputSpec;
import dev.undercut.economics.facts.Measurement;
import dev.undercut.economics.serving.Accelerator;
import dev.undercut.economics.serving.Efficiency;
import dev.undercut.economics.serving.ModelShape;
import dev.undercut.economics.serving.Precision;
import dev.undercut.economics.serving.Roofline;
import dev.undercut.economics.serving.Throughput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The reference of economics, made from its data. */
class EconomicsDocumentTest {
    private static final EconomicsFacts FACTS = EconomicsFiles.load();

    /** Every input with its default, bounds and sources, made from the data. */
    @Test
    void the_documentation_lists_every_input() throws Exception {
        StringBuilder text =
                new StringBuilder(
                        """
                        # The inputs of economics

                        Made by a test from `data/economics`; do not edit. Every analysis is a command, `./undercut economics NAME`, and an
                        address, `GET /api/economics/NAME`; each input is a flag of the one and a parameter of the other. A number may
                        be a range, `LOW..HIGH` or `LOW..MIDDLE..HIGH`: figures then have an interval over all combinations of the ends.
                        `--json` prints one document: `figures` (name, value, interval, unit, says, means), tables of the analysis, `inputs` with
                        what they were and where from, `sources`, `notes`. CSV (`--csv`, `Accept: text/csv`) has the figures. What cannot be is
                        refused with the reason and the nearest range (exit 2, HTTP 400); an unknown model is exit 1, HTTP 404. Answers carry an
                        `ETag`. A default without a value is worked out, as its meaning says. Training cost is out of scope.
                        """);
        for (String analysis : EconomicsDesk.names()) {
            text.append("\n## ").append(analysis).append("\n\n");
            text.append("| input | default | range | valid | unit | meaning | source |\n");
            text.append("|---|---|---|---|---|---|---|\n");
            FACTS.inputs(analysis).forEach(input -> text.append(row(input)));
        }
        roofline(text);
        text.append("\n## Sources\n\n| key | title | status |\n|---|---|---|\n");
        FACTS.sources()
                .forEach(source ->
                        text.append("| ")
                                .append(source.key())
                                .append(" | ")
                                .append(source.title())
                                .append(source.address().isEmpty() ? "" : ", " + source.address())
                                .append(" | ")
                                .append(source.status())
                                .append(" |\n"));
        Golden.assertMatches("docs/ECONOMICS.md", text.toString());
    }

    /** The error of the model, on everything that was measured of a known architecture. */
    private static void roofline(StringBuilder text) {
        text.append(
                """

                ## The roofline against what was measured

                Replicas of 8 accelerators, or 16 where the weights need them, `mfu` 0.4, `bandwidth-share` 0.6, `overhead-ms` 2, reading and answering in turns. The
                factor is predicted over measured throughput at the same speed. A roofline is a bound, not a forecast: it knows no
                network and no software. Nothing here is fitted to these rows.

                | workload | accelerator | tok/s/user | measured tok/s | predicted | factor |
                |---|---|---|---|---|---|
                """);
        List<Double> factors = new ArrayList<>();
        for (Measurement measured :
                FACTS.measurements().stream()
                        .filter(EconomicsDocumentTest::isComputable)
                        .toList()) {
            predicted(measured)
                    .ifPresent(predicted -> {
                        double rate = measured.point().throughput().tokensPerSecond();
                        factors.add(predicted / rate);
                        text.append(
                                String.format(
                                        Locale.ROOT,
                                        "| %s | %s | %.0f | %.1f | %.0f | %.2f |\n",
                                        measured.workload().words(),
                                        measured.accelerator(),
                                        measured.point().tokensPerSecondPerUser(),
                                        rate,
                                        predicted,
                                        predicted / rate));
                    });
        }
        Collections.sort(factors);
        text.append(
                String.format(
                        Locale.ROOT,
                        "\nThe median factor is %.2f; half of them lie from %.2f to %.2f.\n",
                        factors.get(factors.size() / 2),
                        factors.get(factors.size() / 4),
                        factors.get(factors.size() * 3 / 4)));
        assertThat(factors).hasSizeGreaterThan(25);
    }

    private static Optional<Double> predicted(Measurement measured) {
        return FACTS.shape(measured.workload().model())
                .map(shape ->
                        roofline(
                                shape,
                                FACTS.accelerator(measured.accelerator()).orElseThrow(),
                                measured.workload().precision()))
                .flatMap(line ->
                        line.inTurns(
                                measured.point().tokensPerSecondPerUser(),
                                measured.workload().inputTokens(),
                                measured.workload().outputTokens()))
                .map(Throughput::tokensPerSecond);
    }

    private static Roofline roofline(
            ModelShape shape, Accelerator accelerator, Precision precision) {
        boolean fits = shape.parameters() * precision.bytes() < 0.9 * 8 * accelerator.memoryBytes();
        return new Roofline(
                shape,
                accelerator,
                fits ? 8 : 16,
                precision,
                Precision.FP8,
                new Efficiency(0.4, 0.6, 0.002));
    }

    private static boolean isComputable(Measurement measured) {
        return FACTS.accelerator(measured.accelerator())
                .orElseThrow()
                .flops()
                .containsKey(measured.workload().precision());
    }

    private static String row(InputSpec input) {
        return String.join(
                        " | ",
                        "| " + input.name(),
                        Objects.requireNonNullElse(input.standard(), ""),
                        input.isUncertain() ? input.low() + " to " + input.high() : "",
                        input.bounds().words(),
                        input.unit(),
                        input.meaning(),
                        String.join("; ", input.sources()))
                + " |\n";
    }
}
