package dev.undercut.route;

import dev.undercut.chat.Usage;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Offers of one model, so that what is asked of the model is asked once. Their cheapest rates stand
 * beside them in flat arrays: most offers of a large market are passed over for those alone.
 */
final class Shelf {
    private final Model model;
    private final List<Offer> offers;
    private final long[] input;
    private final long[] output;
    private final long leastInput;
    private final long leastOutput;

    Shelf(Model model, List<Offer> offers) {
        this.model = model;
        this.offers = List.copyOf(offers);
        this.input = new long[offers.size()];
        this.output = new long[offers.size()];
        for (int i = 0; i < offers.size(); i++) {
            PriceSchedule price = offers.get(i).price();
            Rates cheapest = price == null ? Rates.FREE : price.cheapest();
            input[i] = cheapest.input().picosPerToken();
            output[i] = cheapest.output().picosPerToken();
        }
        this.leastInput = LongStream.of(input).min().orElse(0);
        this.leastOutput = LongStream.of(output).min().orElse(0);
    }

    Model model() {
        return model;
    }

    List<Offer> offers() {
        return offers;
    }

    /** The least pico-dollars that any of them asks for a token read; 0 when one is not known. */
    long leastInput() {
        return leastInput;
    }

    /** The least pico-dollars that any of them asks for a token written; 0 when not known. */
    long leastOutput() {
        return leastOutput;
    }

    /** Pico-dollars that the call surely costs at the offer of that index; 0 when not known. */
    long atLeast(int index, Usage usage) {
        return input[index] * usage.input() + output[index] * usage.totalOutput();
    }
}
