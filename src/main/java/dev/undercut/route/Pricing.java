package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Usage;
import dev.undercut.market.Offer;
import dev.undercut.market.OutputExpectations;
import dev.undercut.market.OutputExpectations.Tokens;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.money.Usd;
import dev.undercut.tokens.InputTokens;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices offers for one request. Counts its tokens once per tokeniser. */
final class Pricing {
    /** A bound that a budget forces on the output must leave this much room to say anything. */
    private static final long LEAST_OUTPUT = 16;

    private final ChatRequest request;
    private final TokenCounter counter;
    private final OutputExpectations expectations;
    private final Instant at;
    private final Map<String, InputTokens> counted = new HashMap<>(4);

    Pricing(
            ChatRequest request,
            TokenCounter counter,
            OutputExpectations expectations,
            Instant at) {
        this.request = request;
        this.counter = counter;
        this.expectations = expectations;
        this.at = at;
    }

    Quote quote(Offer offer) {
        InputTokens input = input(offer.model().tokenizer());
        Tokens perChoice = expectations.of(offer.model(), request.effort());
        long output = capped(perChoice.total()) * request.choices();
        long reasoning = Math.min(output, perChoice.reasoning() * request.choices());
        PriceSchedule price = offer.price();
        Usd expected =
                price == null
                        ? null
                        : price.cost(
                                new Usage(input.count(), 0, 0, 0, output - reasoning, reasoning),
                                at);
        return new Quote(offer, input.count(), input.exact(), output, expected, worst(offer), null);
    }

    /**
     * The quote with an output limit under which it cannot cost more than {@code most}; null when
     * no useful answer fits.
     */
    @Nullable Quote within(Quote quote, Usd most) {
        PriceSchedule price = quote.offer().price();
        if (price == null) {
            return null;
        }
        if (quote.worst() != null && quote.worst().compareTo(most) <= 0) {
            return quote;
        }
        long input = mostInput();
        Rates rates = price.ratesFor(input, at);
        Usd reading = price.cost(Usage.of(input, 0), at);
        long perToken = dearestOutput(rates) * request.choices();
        long left = most.picos() - reading.picos();
        long limit = perToken == 0 ? Long.MAX_VALUE : Math.floorDiv(left, perToken);
        long needed = Math.min(LEAST_OUTPUT, capped(LEAST_OUTPUT));
        if (left < 0 || limit < needed) {
            return null;
        }
        Usd worst = reading.plus(new Usd(Math.multiplyExact(perToken, limit)));
        return new Quote(
                quote.offer(),
                quote.inputTokens(),
                quote.inputExact(),
                Math.min(quote.outputTokens(), limit * request.choices()),
                quote.expected(),
                worst,
                limit);
    }

    private InputTokens input(@Nullable String tokenizer) {
        return counted.computeIfAbsent(
                tokenizer == null ? "" : tokenizer,
                name -> counter.count(request.prompt(), tokenizer));
    }

    private long capped(long tokens) {
        return request.maxOutput() == null ? tokens : Math.min(tokens, request.maxOutput());
    }

    /** The most that a call can cost: every byte of text a token, output up to its limit. */
    private @Nullable Usd worst(Offer offer) {
        Long limit = request.maxOutput() == null ? offer.maxOutput() : request.maxOutput();
        PriceSchedule price = offer.price();
        if (limit == null || price == null) {
            return null;
        }
        long input = mostInput();
        Rates rates = price.ratesFor(input, at);
        long output = Math.multiplyExact(limit, request.choices());
        return price.cost(Usage.of(input, 0), at)
                .plus(new Usd(Math.multiplyExact(dearestOutput(rates), output)));
    }

    private long mostInput() {
        return request.prompt().textBytes()
                + TokenCounter.PER_MESSAGE * request.prompt().messages()
                + TokenCounter.PER_ANSWER
                + TokenCounter.PER_IMAGE * request.prompt().images() * 4
                + TokenCounter.PER_LOW_DETAIL_IMAGE * request.prompt().lowDetailImages() * 4;
    }

    private static long dearestOutput(Rates rates) {
        long visible = rates.output().picosPerToken();
        return rates.reasoning() == null
                ? visible
                : Math.max(visible, rates.reasoning().picosPerToken());
    }
}
