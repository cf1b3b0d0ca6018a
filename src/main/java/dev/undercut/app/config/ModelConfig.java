package dev.undercut.app.config;

import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model at a provider of the configuration file. Null means that the file does not say.
 *
 * @param upstreamId what the provider calls it
 * @param price what it costs; null when unknown, and then every cost is unknown too
 * @param context the most tokens of input and output together
 * @param maxOutput the most tokens of output
 * @param ci its capability index
 * @param ciSe the standard error of {@code ci}
 * @param features what it can do besides text; null when unknown
 * @param ownHardware whether it runs on hardware of one's own, where tokens cost nothing more
 */
public record ModelConfig(
        String upstreamId,
        @Nullable Price price,
        @Nullable Integer context,
        @Nullable Integer maxOutput,
        @Nullable Double ci,
        @Nullable Double ciSe,
        @Nullable Set<Feature> features,
        boolean ownHardware) {

    public ModelConfig {
        features = features == null ? null : Set.copyOf(features);
    }

    /** Something that a model can do besides text. */
    public enum Feature {
        TOOLS,
        VISION,
        JSON_SCHEMA,
        REASONING,
        AUDIO,
        EMBEDDINGS
    }

    /**
     * A flat price list; what the file leaves out is already filled in.
     *
     * @param cacheWrite writing to a cache that lives five minutes
     * @param cacheWrite1h writing to a cache that lives an hour
     * @param perRequest the fee of a request whatever its length
     */
    public record Price(
            PricePerMtok input,
            PricePerMtok cachedInput,
            PricePerMtok cacheWrite,
            PricePerMtok cacheWrite1h,
            PricePerMtok output,
            PricePerMtok reasoning,
            Usd perRequest) {}
}
