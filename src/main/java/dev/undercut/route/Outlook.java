package dev.undercut.route;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Usage;
import dev.undercut.market.Model;
import dev.undercut.market.OutputExpectations;
import dev.undercut.market.OutputExpectations.Tokens;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of models on shelves at one effort: all of a kind count tokens alike and are expected
 * to write as much, so that one estimate a kind prices hundreds of models. With the least prices
 * beside them in flat arrays a market is put in order without looking at a single offer.
 */
final class Outlook {
    private final int[] kinds;
    private final long[] leastInput;
    private final long[] leastOutput;
    private final List<Model> examples = new ArrayList<>();

    /** What tells one kind from another. */
    private record Kind(@Nullable String tokenizer, Tokens perChoice) {}

    Outlook(List<Shelf> shelves, OutputExpectations expectations, Effort effort) {
        kinds = new int[shelves.size()];
        leastInput = new long[shelves.size()];
        leastOutput = new long[shelves.size()];
        Map<Kind, Integer> known = new HashMap<>();
        for (int i = 0; i < kinds.length; i++) {
            Model model = shelves.get(i).model();
            Kind kind = new Kind(model.tokenizer(), expectations.of(model, effort));
            kinds[i] = known.computeIfAbsent(kind, fresh -> fresh(model));
            leastInput[i] = shelves.get(i).leastInput();
            leastOutput[i] = shelves.get(i).leastOutput();
        }
    }

    private int fresh(Model example) {
        examples.add(example);
        return examples.size() - 1;
    }

    /** The outlook of the same shelves at every effort, by one table of expectations. */
    static final class ByEffort {
        private final OutputExpectations expectations;
        private final Map<Effort, Outlook> outlooks = new EnumMap<>(Effort.class);

        ByEffort(List<Shelf> shelves, OutputExpectations expectations) {
            this.expectations = expectations;
            for (Effort effort : Effort.values()) {
                outlooks.put(effort, new Outlook(shelves, expectations, effort));
            }
        }

        /** Whether they were made from that very table. */
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(OutputExpectations other) {
            return expectations == other;
        }

        Outlook at(Effort effort) {
            Outlook found = outlooks.get(effort);
            if (found == null) {
                throw new IllegalArgumentException("no effort: " + effort);
            }
            return found;
        }
    }

    /** What a request costs at least at shelves, by place. Not safe for use by several threads. */
    final class Costs {
        private final Pricing pricing;
        private final long[] input = new long[examples.size()];
        private final long[] output = new long[examples.size()];
        private final boolean[] counted = new boolean[examples.size()];

        Costs(Pricing pricing) {
            this.pricing = pricing;
        }

        /** Pico-dollars that the call surely costs there; 0 when a price is not known. */
        long atLeast(int place) {
            int kind = kinds[place];
            if (!counted[kind]) {
                count(kind);
            }
            return leastInput[place] * input[kind] + leastOutput[place] * output[kind];
        }

        /** Counting tokens takes long: only what some adequate model would read is counted. */
        private void count(int kind) {
            Usage usage = pricing.of(examples.get(kind)).usage();
            input[kind] = usage.input();
            output[kind] = usage.totalOutput();
            counted[kind] = true;
        }
    }
}
