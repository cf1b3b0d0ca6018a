package dev.undercut.economics.serving;

import dev.undercut.economics.Check;
import dev.undercut.economics.ImpossibleInputException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A chip that serves models.
 *
 * @param name such as {@code H100-SXM}
 * @param memoryBytes of fast memory
 * @param bytesPerSecond between that memory and the chip
 * @param flops dense peak operations a second by precision; without what it has no units for
 * @param kilowatts all-in utility power for one, with its share of host, network and cooling; null
 *     when not known
 */
public record Accelerator(
        String name,
        double memoryBytes,
        double bytesPerSecond,
        Map<Precision, Double> flops,
        @Nullable Double kilowatts) {

    public Accelerator {
        Check.positive("memory", memoryBytes);
        Check.positive("bandwidth", bytesPerSecond);
        flops = Map.copyOf(flops);
        flops.values().forEach(peak -> Check.positive("flops", peak));
    }

    /** Dense peak operations a second. */
    public double flops(Precision precision) {
        Double peak = flops.get(precision);
        if (peak == null) {
            throw new ImpossibleInputException(
                    "precision",
                    name + " has no units for " + precision.code(),
                    flops.keySet().stream()
                            .sorted()
                            .map(Precision::code)
                            .collect(Collectors.joining(", ")));
        }
        return peak;
    }

    /**
     * The batch above which decoding a dense model turns from bandwidth-bound to compute-bound,
     * without context: {@code FLOPS * bytes / (2 * bandwidth)}.
     */
    public double criticalBatch(Precision precision) {
        return flops(precision) * precision.bytes() / (2 * bytesPerSecond);
    }
}
