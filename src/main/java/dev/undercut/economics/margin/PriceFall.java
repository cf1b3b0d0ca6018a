package dev.undercut.economics.margin;

import dev.undercut.economics.Check;
import dev.undercut.economics.ImpossibleInputException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What lies behind a fall of prices at constant quality: {@code total = product of the known causes
 * * residual}, and each cause's share of it is {@code ln(factor) / ln(total)}.
 *
 * @param total by what the price was divided, above 1
 * @param known by what each known cause alone divided it; a cause left out counts as 1
 */
public record PriceFall(double total, Map<Cause, Double> known) {

    /** What makes tokens cheaper. */
    public enum Cause {
        /** More operations for a dollar: newer accelerators, ASICs included. */
        HARDWARE,
        /** Fewer paid hours idle. */
        UTILISATION,
        /** More tokens from the same accelerator: batching, kernels, caching, quantisation. */
        SOFTWARE,
        /** Fewer active parameters for the same quality. */
        MODEL_SIZE,
        /** Sellers who keep less. */
        MARGIN,
        /** What is left: architecture, data, training technique. */
        RESIDUAL;

        /** In files, flags and JSON: {@code model_size}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One cause.
     *
     * @param factor by what it divided the price; below 1 when it made it dearer
     * @param share of the fall, in logarithms; all together are 1
     */
    public record Part(Cause cause, double factor, double share) {}

    public PriceFall {
        Check.positive("total", total);
        if (total <= 1) {
            throw new ImpossibleInputException(
                    "total", "a price that did not fall has no causes of a fall", "above 1");
        }
        known = Map.copyOf(known);
        known.forEach((cause, factor) -> Check.positive(cause.code(), factor));
        if (known.containsKey(Cause.RESIDUAL)) {
            throw new IllegalArgumentException("the residual is what is left");
        }
    }

    /** Every cause, the residual last. */
    public List<Part> parts() {
        EnumMap<Cause, Double> factors = new EnumMap<>(known);
        double explained = 1;
        for (double factor : known.values()) {
            explained *= factor;
        }
        factors.put(Cause.RESIDUAL, total / explained);
        List<Part> parts = new ArrayList<>();
        for (Cause cause : Cause.values()) {
            double factor = factors.getOrDefault(cause, 1.0);
            parts.add(new Part(cause, factor, Math.log(factor) / Math.log(total)));
        }
        return parts;
    }
}
