package dev.undercut.economics.serving;

import dev.undercut.economics.Check;
import dev.undercut.economics.ImpossibleInputException;
import org.jspecify.annotations.Nullable;

/**
 * What of a model's architecture decides what it costs to serve.
 *
 * @param model its id
 * @param parameters all of them
 * @param activeParameters those that work on one token
 * @param experts its routed experts, or null for a dense model
 * @param cache what it keeps of each token
 * @param attentionWidth heads times the widths of their keys and of their values, added over all
 *     layers: attention takes twice that many operations for each pair of tokens; 0 leaves it out
 */
public record ModelShape(
        String model,
        double parameters,
        double activeParameters,
        @Nullable Experts experts,
        KvCache cache,
        double attentionWidth) {

    public ModelShape {
        Check.positive("parameters", parameters);
        Check.positive("active-parameters", activeParameters);
        Check.notNegative("attention-width", attentionWidth);
        if (activeParameters > parameters) {
            throw new ImpossibleInputException(
                    "active-parameters",
                    "no more can be active than there are",
                    "up to " + parameters);
        }
    }

    /**
     * The routed experts of a mixture.
     *
     * @param count in each layer
     * @param perToken of which so many work on a token
     * @param parameters of all routed experts of all layers
     */
    public record Experts(int count, int perToken, double parameters) {
        public Experts {
            Check.atLeast("experts", count, 1);
            Check.within("experts-per-token", perToken, 1, count);
            Check.positive("expert-parameters", parameters);
        }

        /**
         * The share of the experts that at least one of {@code batch} tokens is sent to, when each
         * is sent by chance: {@code 1 - (1 - k/E)^B}.
         */
        double touched(double batch) {
            return 1 - Math.pow(1 - (double) perToken / count, batch);
        }
    }

    /** Parameters that a step over a batch reads, as expected when experts are drawn by chance. */
    public double parametersRead(double batch) {
        return experts == null
                ? parameters
                : parameters - experts.parameters() + experts.parameters() * experts.touched(batch);
    }

    /**
     * Operations of attention for one token of a prompt, on average over its places: half of the
     * context stands before a token, and a multiply-add counts as two.
     */
    public double attentionFlopsPerToken(double context) {
        return attentionWidth * context;
    }
}
