package dev.undercut.dispatch.run;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Refusal;
import dev.undercut.compute.run.Models;
import dev.undercut.dialect.ConversationPrompt;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Job;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.money.Usd;
import dev.undercut.route.Decision;
import dev.undercut.route.Plan;
import dev.undercut.route.Quote;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The models of a run are names like any client's, answered through the same door. */
final class OfferedModels implements Models {
    private final ChatCalls calls;
    private final Job run;
    private final ChatRequest asked;
    private final List<String> names;

    /**
     * The models of one run.
     *
     * @param asked the client's request, whose wishes for offers hold for every call
     */
    OfferedModels(ChatCalls calls, Job run, ChatRequest asked, List<String> names) {
        this.calls = calls;
        this.run = run;
        this.asked = asked;
        this.names = names;
    }

    @Override
    public Terms terms(int model, Conversation words, Limits limits) {
        return switch (calls.decide(request(model, words, limits))) {
            case Decision.NoOffer(Refusal refusal) ->
                    new Terms.Closed(refusal.message(), limits.usd() != null);
            case Decision.Planned(Plan plan) -> terms(plan, words, limits);
        };
    }

    private Terms terms(Plan plan, Conversation words, Limits limits) {
        Quote first = plan.first();
        Long limit = least(first.outputLimit(), limits.output(), words.maxOutput());
        Long own = first.offer().maxOutput();
        Long context = first.offer().context();
        Long bound = least(limit, own == null ? context : own, null);
        PriceSchedule price = first.offer().price();
        boolean cached = false;
        if (price != null) {
            Rates rates = price.ratesFor(first.inputTokens(), run.at());
            cached =
                    rates.cachedInput() != null && rates.cachedInput().compareTo(rates.input()) < 0;
        }
        return new Terms.Open(
                first.expected(),
                worst(plan, limits),
                first.inputTokens(),
                least(first.outputTokens(), bound),
                mostInput(words),
                bound == null ? Long.MAX_VALUE : bound,
                cached);
    }

    /** The dearest offer of the plan may be the one that answers. */
    private static @Nullable Usd worst(Plan plan, Limits limits) {
        if (limits.usd() != null) {
            // The walk along the plan keeps to it, retries included.
            return limits.usd();
        }
        Usd dearest = null;
        for (Quote quote : plan.quotes()) {
            if (quote.worst() == null) {
                return null;
            }
            dearest =
                    dearest == null || quote.worst().compareTo(dearest) > 0
                            ? quote.worst()
                            : dearest;
        }
        return dearest;
    }

    private static long mostInput(Conversation words) {
        ConversationPrompt prompt = new ConversationPrompt(words);
        return prompt.textBytes() + 8L * prompt.messages() + 6400L * prompt.images() + 16;
    }

    private static long least(long tokens, @Nullable Long limit) {
        return limit == null ? tokens : Math.min(tokens, limit);
    }

    private static @Nullable Long least(
            @Nullable Long one, @Nullable Long other, @Nullable Long third) {
        Long least = one;
        if (other != null && (least == null || other < least)) {
            least = other;
        }
        return third != null && (least == null || third < least) ? third : least;
    }

    @Override
    public Call call(
            int model, Conversation words, Limits limits, Purpose purpose, Consumer<Delta> heard) {
        return new InnerCall(calls, run, request(model, words, limits), purpose, heard);
    }

    private ChatRequest request(int model, Conversation words, Limits limits) {
        Set<Feature> needs = EnumSet.noneOf(Feature.class);
        needs.addAll(asked.needs());
        if (words.tools().isEmpty()) {
            needs.remove(Feature.TOOLS);
        }
        if (!(words.format() instanceof Format.JsonSchema)) {
            needs.remove(Feature.JSON_SCHEMA);
        }
        Conversation limited = limited(words, least(words.maxOutput(), limits.output(), null));
        return new ChatRequest(
                names.get(model),
                true,
                true,
                limited.maxOutput(),
                1,
                limited.thinking().effort(),
                needs,
                new ConversationPrompt(limited),
                asked.preferences().ofCall(limits.usd()),
                new InnerBody(limited));
    }

    private static Conversation limited(Conversation words, @Nullable Long most) {
        return most == null || most.equals(words.maxOutput()) ? words : words.withMaxOutput(most);
    }
}
