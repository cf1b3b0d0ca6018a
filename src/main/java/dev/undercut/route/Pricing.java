package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Usage;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.OutputExpectations;
import dev.undercut.market.OutputExpectations.Tokens;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.money.Usd;
import dev.undercut.tokens.InputTokens;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices offers for one request. Counts its tokens once per tokeniser. */
final class Pricing {
    /** A bound that a budget forces on the output must leave this much room to say anything. */
    private static final long LEAST_OUTPUT = 16;

    /** Most models share the rule of their kind, and so one of a few estimates. */
    private static final int REMEMBERED = 4;

    private final ChatRequest request;
    private final Instant at;
    private final TokenCounter counter;
    private final OutputExpectations expectations;
    private final InputTokens uncounted;
    private final List<Estimate> made = new ArrayList<>(REMEMBERED);
    private final Map<String, InputTokens> counted = new HashMap<>(4);

    Pricing(Case about, TokenCounter counter, OutputExpectations expectations) {
        this.request = about.request();
        this.at = about.at();
        this.counter = counter;
        this.expectations = expectations;
        this.uncounted = counter.count(request.prompt(), null);
    }

    /**
     * What that model would read and write. Rules and counts are one object for all whom they
     * concern, so that looking at which is enough.
     */
    @SuppressWarnings("ReferenceEquality")
    Estimate of(Model model) {
        InputTokens input = input(model.tokenizer());
        Tokens perChoice = expectations.of(model, request.effort());
        for (int i = 0; i < made.size(); i++) {
            Estimate before = made.get(i);
            if (before.perChoice == perChoice && before.input == input) {
                return before;
            }
        }
        Estimate estimate = new Estimate(input, perChoice);
        if (made.size() < REMEMBERED) {
            made.add(estimate);
        }
        return estimate;
    }

    /** What the request costs at least at each of those shelves. */
    Outlook.Costs costs(Shelves shelves) {
        return shelves.outlook(expectations, request.effort()).new Costs(this);
    }

    private InputTokens input(@Nullable String tokenizer) {
        return tokenizer == null
                ? uncounted
                : counted.computeIfAbsent(tokenizer, name -> counter.count(request.prompt(), name));
    }

    private static long least(long tokens, @Nullable Long limit) {
        return limit == null ? tokens : Math.min(tokens, limit);
    }

    /** No tokeniser makes more tokens than bytes. */
    private long mostInput() {
        return request.prompt().textBytes()
                + TokenCounter.PER_MESSAGE * request.prompt().messages()
                + TokenCounter.PER_ANSWER
                + TokenCounter.PER_IMAGE * request.prompt().images() * 4
                + TokenCounter.PER_LOW_DETAIL_IMAGE * request.prompt().lowDetailImages() * 4;
    }

    /** One model's reading and writing, to be priced at its offers. */
    final class Estimate {
        private final InputTokens input;
        private final Tokens perChoice;
        private final Usage usage;

        private Estimate(InputTokens input, Tokens perChoice) {
            this.input = input;
            this.perChoice = perChoice;
            this.usage = usage(request.maxOutput());
        }

        /** The tokens that are expected, nothing cached. */
        Usage usage() {
            return usage;
        }

        Quote quote(Offer offer) {
            return quote(offer, null);
        }

        /**
         * The quote with an output limit under which it cannot cost more than {@code most}; null
         * when no useful answer fits.
         */
        @Nullable Quote within(Offer offer, Usd most) {
            Quote quote = quote(offer);
            PriceSchedule price = offer.price();
            if (price == null || (quote.worst() != null && quote.worst().compareTo(most) <= 0)) {
                return price == null ? null : quote;
            }
            Rates dearest = price.dearestFor(mostInput(), at);
            long left = most.minus(reading(price, dearest)).picos();
            long perToken = dearest.output().picosPerToken() * request.choices();
            if (left < 0 || perToken == 0) {
                return null;
            }
            long room = offer.context() == null ? Long.MAX_VALUE : offer.context() - input.count();
            long limit = Math.min(left / perToken, room);
            return limit < least(LEAST_OUTPUT, request.maxOutput()) ? null : quote(offer, limit);
        }

        private Quote quote(Offer offer, @Nullable Long outputLimit) {
            Usage expected = outputLimit == null ? usage : usage(outputLimit);
            PriceSchedule price = offer.price();
            return new Quote(
                    offer,
                    input.count(),
                    input.exact(),
                    expected.totalOutput(),
                    price == null ? null : price.cost(expected, at),
                    price == null ? null : worst(price, mostOutput(offer, outputLimit)),
                    outputLimit);
        }

        /** Thinking comes first, and is cut short last. */
        private Usage usage(@Nullable Long limit) {
            long output = least(perChoice.total(), limit);
            long reasoning = Math.min(output, perChoice.reasoning());
            return new Usage(
                    input.count(),
                    0,
                    0,
                    0,
                    (output - reasoning) * request.choices(),
                    reasoning * request.choices());
        }

        /** The limit sent along, else the offer's own, else all that its window holds. */
        private @Nullable Long mostOutput(Offer offer, @Nullable Long outputLimit) {
            if (outputLimit != null) {
                return outputLimit;
            }
            if (request.maxOutput() != null) {
                return request.maxOutput();
            }
            return offer.maxOutput() == null ? offer.context() : offer.maxOutput();
        }

        /**
         * The most that a call can cost: every byte of text a token of the dearest kind, every
         * answer as long as it may be. Null when there is no bound, or none that an amount holds.
         */
        private @Nullable Usd worst(PriceSchedule price, @Nullable Long mostOutput) {
            Rates dearest = price.dearestFor(mostInput(), at);
            Usd reading = reading(price, dearest);
            if (dearest.output().isFree()) {
                return reading;
            }
            if (mostOutput == null || mostOutput > Integer.MAX_VALUE) {
                return null;
            }
            return reading.plus(dearest.output().times(mostOutput * request.choices()));
        }

        private Usd reading(PriceSchedule price, Rates dearest) {
            return dearest.input().times(mostInput()).plus(price.perRequest());
        }
    }
}
