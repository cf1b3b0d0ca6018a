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
        Name name = Name.of(request.model(), serving);
        if (name.wrong() != null) {
            return new Wanted.Wrong(name.wrong());
        }
        Serving.Preset preset = name.preset();
        Names.Suffixed suffixed = name.suffixed();
        if (body == null && header.isEmpty() && preset == null && suffixed == null) {
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
        if (suffixed != null) {
            base = preset == null ? suffixed.base() : preset.model();
            wish = Wish.over(Wish.brief(suffixed.strategy(), suffixed.n(), suffixed.usd()), wish);
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

    /**
     * What a model's name says of a run.
     *
     * @param preset whose name it is, or null
     * @param suffixed the strategy after it, or null
     * @param wrong why it can be neither, or null
     */
    private record Name(
            Serving.@Nullable Preset preset,
            Names.@Nullable Suffixed suffixed,
            @Nullable Refusal wrong) {

        static Name of(String name, Serving serving) {
            Serving.Preset preset = Wishes.preset(name, serving);
            if (preset != null || name.indexOf(SUFFIX) < 0) {
                // Most names have no suffix, and are not to be looked up twice for that.
                return new Name(preset, null, null);
            }
            Names names = new Names(serving.listing(), serving.settings());
            Names.Suffixed found = names.suffixed(name).orElse(null);
            if (found != null || names.resolve(name) instanceof Names.Resolution.Found) {
                return new Name(null, found, null);
            }
            Names.Suffixed split = Names.split(name).orElse(null);
            Serving.Preset below = split == null ? null : Wishes.preset(split.base(), serving);
            return below != null
                    ? new Name(below, split, null)
                    : new Name(
                            null,
                            null,
                            Names.misspelt(name, base -> Wishes.preset(base, serving) != null)
                                    .orElse(null));
        }
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
