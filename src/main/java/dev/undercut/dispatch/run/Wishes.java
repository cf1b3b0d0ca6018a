package dev.undercut.dispatch.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Refusal;
import dev.undercut.compute.spec.Wish;
import dev.undercut.dispatch.Client;
import dev.undercut.dispatch.Serving;
import dev.undercut.money.Usd;
import dev.undercut.route.Names;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a request wants a run, and what kind. The nearer to the request it is said, the
 * more it counts: the body, then the header, then the suffix of the model's name, then a preset.
 */
final class Wishes {
    static final String HEADER = "x-undercut-compute";
    private static final String RESERVED = "undercut/";
    private static final char SUFFIX = ':';

    private Wishes() {}

    /** What a request wants. */
    sealed interface Wanted {
        /** One plain call. */
        record Nothing() implements Wanted {}

        /**
         * A run.
         *
         * @param base the request with the model's name alone
         */
        record Run(ObjectNode wish, ChatRequest base) implements Wanted {}

        /** Something that cannot be. */
        record Wrong(Refusal refusal) implements Wanted {}
    }

    static Wanted of(Client client, ChatRequest request, Serving serving) {
        String body = request.preferences().compute();
        Optional<String> header = client.header(HEADER);
        Serving.Preset preset = preset(request.model(), serving);
        Optional<Names.Suffixed> suffixed =
                preset == null ? suffixed(request.model(), serving) : Optional.empty();
        if (body == null && header.isEmpty() && preset == null && suffixed.isEmpty()) {
            return new Wanted.Nothing();
        }
        if (request.needs().contains(Feature.EMBEDDINGS)) {
            return wrong("model", "embeddings are no question that several calls could answer");
        }
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        String base = request.model();
        if (preset != null) {
            base = preset.model();
            wish = Wish.json(preset.compute()).orElse(wish);
        }
        if (suffixed.isPresent()) {
            Names.Suffixed found = suffixed.get();
            base = found.base();
            wish = Wish.brief(found.strategy(), found.n(), found.usd());
        }
        if (header.isPresent()) {
            Optional<ObjectNode> said = Wish.brief(header.get()).or(() -> Wish.json(header.get()));
            if (said.isEmpty()) {
                return wrong(
                        "X-Undercut-Compute",
                        "expected a strategy such as vote-8@0.02, or a JSON object");
            }
            wish = Wish.over(said.get(), wish);
        }
        ObjectNode inBody = body == null ? null : Wish.json(body).orElse(null);
        if (inBody != null) {
            wish = Wish.over(inBody, wish);
        }
        return limited(wish, inBody, named(request, base));
    }

    /** The limit of the request is that of the run, which must not have two. */
    private static Wanted limited(ObjectNode wish, @Nullable ObjectNode inBody, ChatRequest base) {
        Usd most = base.preferences().maxUsd();
        if (base.preferences().dryRun()) {
            wish.put("dry_run", true);
        }
        if (most == null) {
            return new Wanted.Run(wish, base);
        }
        BigDecimal dollars = most.dollars();
        if (inBody != null && inBody.path("budget").hasNonNull("usd")) {
            BigDecimal said = inBody.path("budget").path("usd").decimalValue();
            return said.compareTo(dollars) == 0
                    ? new Wanted.Run(wish, base)
                    : wrong(
                            "undercut.max_usd",
                            "max_usd and compute.budget.usd limit the same run, to "
                                    + dollars.toPlainString()
                                    + " and to "
                                    + said.toPlainString()
                                    + " USD: say one of them");
        }
        if (wish.get("budget") instanceof ObjectNode budget) {
            budget.put("usd", dollars);
        } else {
            wish.putObject("budget").put("usd", dollars);
        }
        return new Wanted.Run(wish, base);
    }

    /** Most names have no suffix, and are not to be looked up twice for that. */
    private static Optional<Names.Suffixed> suffixed(String name, Serving serving) {
        return name.indexOf(SUFFIX) < 0
                ? Optional.empty()
                : new Names(serving.listing(), serving.settings()).suffixed(name);
    }

    private static Serving.@Nullable Preset preset(String name, Serving serving) {
        Serving.Preset exact = serving.presets().get(name);
        return exact != null || !name.startsWith(RESERVED)
                ? exact
                : serving.presets().get(name.substring(RESERVED.length()));
    }

    private static ChatRequest named(ChatRequest request, String model) {
        return new ChatRequest(
                model,
                request.stream(),
                request.usageAsked(),
                request.maxOutput(),
                request.choices(),
                request.effort(),
                request.needs(),
                request.prompt(),
                request.preferences(),
                request.body());
    }

    static Wanted.Wrong wrong(String param, String message) {
        return new Wanted.Wrong(Refusal.invalid(param, param + ": " + message));
    }
}
