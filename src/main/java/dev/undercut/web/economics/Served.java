package dev.undercut.web.economics;

import dev.undercut.economics.ImpossibleInputException;
import dev.undercut.economics.facts.Measurement;
import dev.undercut.economics.serving.Accelerator;
import dev.undercut.economics.serving.Efficiency;
import dev.undercut.economics.serving.ModelShape;
import dev.undercut.economics.serving.Precision;
import dev.undercut.economics.serving.Roofline;
import dev.undercut.economics.serving.SpeedCurve;
import dev.undercut.economics.serving.Throughput;
import dev.undercut.economics.serving.Tokens;
import dev.undercut.web.answer.BadQuestionException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A model on an accelerator, as several analyses ask for it: measured, or predicted. */
final class Served {
    private static final String GIVEN = "given";

    private final Asked asked;

    Served(Asked asked) {
        this.asked = asked;
    }

    void prepare(Inputs inputs) {
        precision(inputs);
        accelerator(inputs);
        Measurement.Workload workload = workload(inputs);
        if (inputs.has("throughput")) {
            return;
        }
        String name = accelerator(inputs).name();
        if (asked.facts().curve(workload, name).isEmpty()) {
            throw BadQuestionException.wrong(
                    "throughput: "
                            + workload.words()
                            + " was not measured on "
                            + name
                            + " at two speeds; give --throughput; measured are: "
                            + measured());
        }
    }

    private String measured() {
        return String.join(
                "; ",
                asked.facts().measurements().stream()
                        .map(m -> m.workload().words() + " on " + m.accelerator())
                        .distinct()
                        .filter(this::isCurve)
                        .toList());
    }

    private boolean isCurve(String words) {
        return asked.facts().measurements().stream()
                        .filter(m ->
                                (m.workload().words() + " on " + m.accelerator()).equals(words))
                        .count()
                > 1;
    }

    String model(Inputs inputs) {
        return asked.book().id(inputs.text("model"));
    }

    Accelerator accelerator(Inputs inputs) {
        String name = inputs.text("accelerator");
        return asked.facts()
                .accelerator(name)
                .orElseThrow(() ->
                        BadQuestionException.wrong(
                                "accelerator: '"
                                        + name
                                        + "' is not known; known are "
                                        + String.join(
                                                ", ",
                                                asked.facts().accelerators().stream()
                                                        .map(Accelerator::name)
                                                        .toList())));
    }

    Precision precision(Inputs inputs) {
        String code =
                Asked.oneOf(
                        "precision",
                        inputs.text("precision"),
                        Arrays.stream(Precision.values()).map(Precision::code).toList());
        return Precision.of(code).orElseThrow();
    }

    Measurement.Workload workload(Inputs inputs) {
        return new Measurement.Workload(
                model(inputs),
                precision(inputs),
                inputs.whole("input-tokens"),
                inputs.whole("output-tokens"));
    }

    /** Given, or measured at that speed. */
    Throughput<Tokens.Total> throughput(Inputs inputs) {
        double speed = inputs.number("speed");
        if (inputs.has("throughput")) {
            return new Throughput<>(inputs.number("throughput"));
        }
        return asked.facts()
                .curve(workload(inputs), accelerator(inputs).name())
                .orElseThrow()
                .at(speed);
    }

    String origin(Inputs inputs) {
        return inputs.has("throughput") ? GIVEN : "measured, interpolated at that speed";
    }

    List<SpeedCurve.Point> points(Inputs inputs) {
        return asked.facts().measured(workload(inputs), accelerator(inputs).name()).stream()
                .map(Measurement::point)
                .sorted(Comparator.comparingDouble(SpeedCurve.Point::tokensPerSecondPerUser))
                .toList();
    }

    /** All accelerators on which the workload was measured. */
    List<String> measuredOn(Inputs inputs) {
        Measurement.Workload workload = workload(inputs);
        return asked.facts().measurements().stream()
                .filter(measured -> measured.workload().equals(workload))
                .map(Measurement::accelerator)
                .distinct()
                .toList();
    }

    /** Tokens that a sequence has on average while it is answered. */
    double context(Inputs inputs) {
        return inputs.number("input-tokens") + inputs.number("output-tokens") / 2;
    }

    /** Where the architecture is known and the weights fit. */
    Optional<Roofline> roofline(Inputs inputs) {
        try {
            return asked.facts()
                    .shape(model(inputs))
                    .map(shape -> roofline(inputs, shape))
                    .filter(line -> line.mostSequences(context(inputs)) >= 1);
        } catch (ImpossibleInputException e) {
            return Optional.empty();
        }
    }

    private Roofline roofline(Inputs inputs, ModelShape shape) {
        Roofline line =
                new Roofline(
                        shape,
                        accelerator(inputs),
                        inputs.whole("accelerators"),
                        precision(inputs),
                        Precision.FP8,
                        new Efficiency(
                                inputs.number("mfu"),
                                inputs.number("bandwidth-share"),
                                inputs.number("overhead-ms") / 1000));
        line.accelerator().flops(line.weights());
        return line;
    }

    /** Why there is none, or what it assumes. */
    Optional<String> whyNoRoofline(Inputs inputs) {
        Optional<ModelShape> shape = asked.facts().shape(model(inputs));
        if (shape.isEmpty()) {
            return Optional.of(
                    "no roofline: the architecture of " + model(inputs) + " is not in the data");
        }
        try {
            Roofline line = roofline(inputs, shape.get());
            return line.mostSequences(context(inputs)) >= 1
                    ? Optional.of(
                            "the roofline keeps the context in fp8 and takes turns between prompts"
                                    + " and answers on the same accelerators")
                    : Optional.of("no roofline: memory holds no sequence of that length");
        } catch (ImpossibleInputException e) {
            return Optional.of("no roofline: " + e.getMessage());
        }
    }
}
