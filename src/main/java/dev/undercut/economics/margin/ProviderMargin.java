package dev.undercut.economics.margin;

import dev.undercut.economics.Check;
import dev.undercut.economics.serving.CostPerMtok;
import dev.undercut.economics.serving.Tokens;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.UsdTotal;
import java.util.List;

/**
 * What a provider keeps of its list price. Prices are exact, as in the book; costs and margins are
 * a model's figures.
 *
 * @param inputPrice list price of input
 * @param outputPrice list price of output
 * @param inputCost of serving input
 * @param outputCost of serving output
 */
public record ProviderMargin(
        PricePerMtok inputPrice,
        PricePerMtok outputPrice,
        CostPerMtok<Tokens.Input> inputCost,
        CostPerMtok<Tokens.Output> outputCost) {

    /** Gross margin on input: {@code 1 - cost / price}; below 0 when it sells at a loss. */
    public double ofInput() {
        return grossMargin(usd(inputPrice), inputCost.usd());
    }

    /** Gross margin on output. */
    public double ofOutput() {
        return grossMargin(usd(outputPrice), outputCost.usd());
    }

    /**
     * Gross margin on a mix.
     *
     * @param inputShare of all tokens, 0 to 1
     */
    public double of(double inputShare) {
        return grossMargin(price(inputShare), cost(inputShare));
    }

    /** Price of a million tokens of a mix, USD. */
    public double price(double inputShare) {
        Check.share("input-share", inputShare);
        return usd(inputPrice) * inputShare + usd(outputPrice) * (1 - inputShare);
    }

    /** Cost of a million tokens of a mix, USD. */
    public double cost(double inputShare) {
        Check.share("input-share", inputShare);
        return inputCost.usd() * inputShare + outputCost.usd() * (1 - inputShare);
    }

    private static double usd(PricePerMtok price) {
        return price.picosPerToken() / 1e6;
    }

    /** {@code 1 - cost / revenue}: the share of the revenue that is left. */
    public static double grossMargin(double revenue, double cost) {
        return 1 - cost / Check.positive("price", revenue);
    }

    /** {@code revenue / cost - 1}: what some call a margin of 545 %. */
    public static double markup(double revenue, double cost) {
        return revenue / Check.positive("cost", cost) - 1;
    }

    /**
     * Tokens sold at one price.
     *
     * @param price for a million
     * @param tokens how many
     */
    public record Sold(PricePerMtok price, long tokens) {}

    /** What they bring, exactly. */
    public static UsdTotal revenue(List<Sold> lines) {
        UsdTotal total = UsdTotal.ZERO;
        for (Sold line : lines) {
            total = total.plus(line.price().times(line.tokens()));
        }
        return total;
    }
}
