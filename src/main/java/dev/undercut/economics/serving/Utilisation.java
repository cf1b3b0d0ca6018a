package dev.undercut.economics.serving;

import dev.undercut.economics.ImpossibleInputException;

/**
 * The share of paid hours in which an accelerator serves at the stated throughput.
 *
 * @param share above 0, up to 1
 */
public record Utilisation(double share) {
    /** What benchmarks assume: every paid second is used. */
    public static final Utilisation BENCHMARK = new Utilisation(1);

    public Utilisation {
        if (!(share > 0) || share > 1) {
            throw new ImpossibleInputException(
                    "utilisation",
                    "hardware that is used in a share of "
                            + share
                            + " of its hours has no cost per"
                            + " token",
                    "above 0, up to 1");
        }
    }
}
