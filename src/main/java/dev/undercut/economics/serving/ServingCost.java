package dev.undercut.economics.serving;

import dev.undercut.economics.Check;

/**
 * From dollars per hour and tokens per second to dollars per million tokens: {@code usd_per_hour *
 * 1e6 / (3600 * tokens_per_second * utilisation)}.
 *
 * <p>With a utilisation of 1 this is the formula of InferenceX (SemiAnalysis); its documentation
 * calls mixed-up kinds of tokens its most common mistake, so here the kind is part of the type.
 */
public final class ServingCost {
    private static final double SECONDS_AN_HOUR = 3600;
    private static final double HOURS_A_DAY = 24;

    private ServingCost() {}

    /** What a million tokens of the throughput's kind cost. */
    public static <K extends Tokens> CostPerMtok<K> perMtok(
            HourlyCost hour, Throughput<K> throughput, Utilisation utilisation) {
        return new CostPerMtok<>(
                hour.usd()
                        * 1e6
                        / (SECONDS_AN_HOUR * throughput.tokensPerSecond() * utilisation.share()));
    }

    /** The other way round: the throughput at which a million tokens cost so much. */
    public static <K extends Tokens> Throughput<K> throughputFor(
            HourlyCost hour, CostPerMtok<K> cost, Utilisation utilisation) {
        return new Throughput<>(
                hour.usd() * 1e6 / (SECONDS_AN_HOUR * cost.usd() * utilisation.share()));
    }

    /**
     * What a fleet costs a day, in USD.
     *
     * @param nodes on average
     * @param acceleratorsPerNode in each
     */
    public static double perDay(double nodes, int acceleratorsPerNode, HourlyCost hour) {
        Check.positive("nodes", nodes);
        return nodes * acceleratorsPerNode * HOURS_A_DAY * hour.usd();
    }

    /**
     * The cost of a million tokens of any kind in a request of so many of each.
     *
     * @param inputTokens 0 or more
     * @param outputTokens 0 or more, not both 0
     */
    public static CostPerMtok<Tokens.Total> blend(
            CostPerMtok<Tokens.Input> input,
            CostPerMtok<Tokens.Output> output,
            double inputTokens,
            double outputTokens) {
        Check.notNegative("input-tokens", inputTokens);
        Check.notNegative("output-tokens", outputTokens);
        double all = Check.positive("tokens", inputTokens + outputTokens);
        return new CostPerMtok<>((input.usd() * inputTokens + output.usd() * outputTokens) / all);
    }
}
