package dev.undercut.economics.facts;

import dev.undercut.economics.serving.Accelerator;
import dev.undercut.economics.serving.CostBasis;
import dev.undercut.economics.serving.ModelShape;
import dev.undercut.economics.serving.SpeedCurve;
import java.util.List;
import java.util.Optional;

/**
 * All facts that economics knows, each with its source.
 *
 * @param sources whom the others cite
 * @param inputs of all analyses, in the order in which they are shown
 */
public record EconomicsFacts(
        List<Source> sources,
        List<InputSpec> inputs,
        List<Accelerator> accelerators,
        List<AcceleratorHour> hours,
        List<Measurement> measurements,
        List<ModelShape> shapes,
        List<KnownPlan> plans) {
    private static final int POINTS_OF_A_CURVE = 2;

    public EconomicsFacts {
        sources = List.copyOf(sources);
        inputs = List.copyOf(inputs);
        accelerators = List.copyOf(accelerators);
        hours = List.copyOf(hours);
        measurements = List.copyOf(measurements);
        shapes = List.copyOf(shapes);
        plans = List.copyOf(plans);
    }

    /** The inputs of one analysis. */
    public List<InputSpec> inputs(String analysis) {
        return inputs.stream().filter(input -> input.analysis().equals(analysis)).toList();
    }

    /** The source of that key. */
    public Optional<Source> source(String key) {
        return sources.stream().filter(source -> source.key().equals(key)).findFirst();
    }

    /** The accelerator of that name, case ignored. */
    public Optional<Accelerator> accelerator(String name) {
        return accelerators.stream()
                .filter(accelerator -> accelerator.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** What an hour of it costs on those terms; the newest when several say. */
    public Optional<AcceleratorHour> hour(String accelerator, CostBasis basis) {
        return hours.stream()
                .filter(hour -> hour.accelerator().equalsIgnoreCase(accelerator))
                .filter(hour -> hour.basis() == basis)
                .reduce((one, other) -> other.asOf().isAfter(one.asOf()) ? other : one);
    }

    /** The architecture of a model. */
    public Optional<ModelShape> shape(String model) {
        return shapes.stream().filter(shape -> shape.model().equals(model)).findFirst();
    }

    /** A plan. */
    public Optional<KnownPlan> plan(String id) {
        return plans.stream().filter(plan -> plan.id().equalsIgnoreCase(id)).findFirst();
    }

    /** What was measured of a workload on an accelerator. */
    public List<Measurement> measured(Measurement.Workload workload, String accelerator) {
        return measurements.stream()
                .filter(measured -> measured.workload().equals(workload))
                .filter(measured -> measured.accelerator().equalsIgnoreCase(accelerator))
                .toList();
    }

    /** Throughput against speed; empty with fewer than two measurements, which make no curve. */
    public Optional<SpeedCurve> curve(Measurement.Workload workload, String accelerator) {
        List<SpeedCurve.Point> points =
                measured(workload, accelerator).stream().map(Measurement::point).toList();
        return points.size() < POINTS_OF_A_CURVE
                ? Optional.empty()
                : Optional.of(SpeedCurve.through(points));
    }
}
