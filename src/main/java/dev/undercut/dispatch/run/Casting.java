package dev.undercut.dispatch.run;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Feature;
import dev.undercut.compute.spec.Background;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.market.Model;
import dev.undercut.route.Decision;
import dev.undercut.route.Names;
import dev.undercut.route.Plan;
import dev.undercut.route.Quote;
import dev.undercut.route.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Picks the models of a run whose client names none: the name itself where it means one model;
 * where it means a floor or a policy, the cheapest that meet it, one of each maker first, because
 * models of one maker err alike.
 */
final class Casting implements Background {
    private static final String RESERVED = "undercut/";

    private final ChatCalls calls;
    private final ChatRequest base;
    private final Plan plan;
    private final RandomGenerator random;

    /**
     * For one request.
     *
     * @param base without the suffix of a strategy
     * @param plan what answers it in one call
     */
    Casting(ChatCalls calls, ChatRequest base, Plan plan, RandomGenerator random) {
        this.calls = calls;
        this.base = base;
        this.plan = plan;
        this.random = random;
    }

    @Override
    public List<String> models(int most) {
        if (most == 1 || !meansMany()) {
            return List.of(base.model());
        }
        List<Model> different =
                plan.quotes().subList(0, Math.min(plan.own(), plan.quotes().size())).stream()
                        .map(quote -> quote.offer().model())
                        .distinct()
                        .toList();
        List<Model> chosen = new ArrayList<>();
        Set<String> makers = new HashSet<>();
        different.stream().filter(model -> makers.add(model.vendor())).forEach(chosen::add);
        different.stream().filter(model -> !chosen.contains(model)).forEach(chosen::add);
        Set<Model> taken = new HashSet<>(chosen.subList(0, Math.min(most, chosen.size())));
        return different.stream().filter(taken::contains).map(Model::id).toList();
    }

    private boolean meansMany() {
        Names names = new Names(calls.serving().listing(), calls.serving().settings());
        return names.resolve(base.model()) instanceof Names.Resolution.Found(Target target)
                && switch (target) {
                    case Target.AtLeast _, Target.AtLeastModel _, Target.ByPolicy _ -> true;
                    case Target.ExactModel _, Target.ExactOffer _ -> false;
                };
    }

    /**
     * The cheapest that is at least as capable and is another one; more capable if there is one.
     */
    @Override
    public Optional<String> judge(String of) {
        Names names = new Names(calls.serving().listing(), calls.serving().settings());
        String floor =
                names.resolve(of) instanceof Names.Resolution.Found(Target target)
                        ? switch (target) {
                            case Target.ExactModel(Model model) -> RESERVED + model.id();
                            case Target.ExactOffer(var offer) -> RESERVED + offer.model().id();
                            case Target.AtLeast _, Target.AtLeastModel _, Target.ByPolicy _ -> of;
                        }
                        : of;
        ChatRequest asked =
                new ChatRequest(
                        floor,
                        base.stream(),
                        base.usageAsked(),
                        base.maxOutput(),
                        1,
                        base.effort(),
                        Set.of(),
                        base.prompt(),
                        base.preferences().ofCall(null),
                        base.body());
        return calls.decide(asked) instanceof Decision.Planned(Plan judges)
                ? judges.quotes().stream()
                        .map(Quote::offer)
                        .map(offer -> offer.model().id())
                        .filter(id -> !RESERVED.concat(id).equals(floor))
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public boolean tools() {
        return base.needs().contains(Feature.TOOLS);
    }

    @Override
    public int choices() {
        return base.choices();
    }

    @Override
    public long seed() {
        return random.nextLong(1L << 53);
    }
}
