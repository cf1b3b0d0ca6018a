package dev.undercut.dispatch;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Refusal;
import dev.undercut.route.Plan;
import dev.undercut.route.Quote;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one request may ask for at most, whoever sends it.
 *
 * @param maxChoices the most answers to one request, 1 or more
 * @param maxOutput the most output tokens of one answer, or null for no limit
 */
public record RequestLimits(int maxChoices, @Nullable Long maxOutput) {

    /** Why the request is refused; empty when it is not. */
    Optional<Refusal> refusal(ChatRequest request) {
        return request.choices() <= maxChoices
                ? Optional.empty()
                : Optional.of(
                        Refusal.invalid(
                                "n", "n: at most " + maxChoices + " here (limits.max_choices)"));
    }

    /** The same plan with no answer longer than allowed: a higher limit is lowered, none is set. */
    Plan within(Plan plan, ChatRequest request) {
        Long most = maxOutput;
        if (most == null
                || request.needs().contains(Feature.EMBEDDINGS)
                || (request.maxOutput() != null && request.maxOutput() <= most)) {
            return plan;
        }
        return new Plan(
                plan.requested(),
                plan.target(),
                plan.quotes().stream().map(quote -> within(quote, most)).toList(),
                plan.own(),
                plan.baseline(),
                plan.preferences(),
                plan.reason());
    }

    private static Quote within(Quote quote, long most) {
        Long limit = quote.outputLimit();
        return limit != null && limit <= most
                ? quote
                : new Quote(
                        quote.offer(),
                        quote.inputTokens(),
                        quote.inputExact(),
                        quote.outputTokens(),
                        quote.expected(),
                        quote.worst(),
                        most);
    }
}
